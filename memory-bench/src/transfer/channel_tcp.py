"""To another thread and back, through TCP, all sent at once."""

from socket import IPPROTO_TCP, TCP_NODELAY, create_connection, socket


def channel():
    with socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(1)
        here = create_connection(listener.getsockname())
        there, _ = listener.accept()
    for end in (here, there):
        end.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
    return [(end.recv, end.sendall) for end in (here, there)]
