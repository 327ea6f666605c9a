//! Channels through the system: pipes, socket pairs and TCP within the machine.

use std::io::{self, Read, Write, pipe};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::thread;
use std::time::Duration;

use harness::prelude::*;
use harness::threads::{Turns, Watch};

/// A channel in Python, and what is done with it.
macro_rules! in_python {
    ($channel:literal, $work:literal) => {
        concat!(
            include_str!($channel),
            include_str!("../cores/stay.py"),
            include_str!($work)
        )
    };
}
pub(super) use in_python;

/// One end of a channel that goes both ways.
pub(super) struct End {
    pub(super) from: Box<dyn Read + Send>,
    pub(super) to: Box<dyn Write + Send>,
}

/// Makes a channel and hands out its two ends.
pub(super) type Channel = fn() -> io::Result<[End; 2]>;

impl End {
    fn of(from: impl Read + Send + 'static, to: impl Write + Send + 'static) -> Self {
        Self {
            from: Box::new(from),
            to: Box::new(to),
        }
    }
}

/// Two pipes, one each way.
pub(super) fn pipes() -> io::Result<[End; 2]> {
    let ((here, to_here), (there, to_there)) = (pipe()?, pipe()?);
    Ok([End::of(here, to_there), End::of(there, to_here)])
}

/// A pair of sockets.
pub(super) fn socket_pair() -> io::Result<[End; 2]> {
    let (here, there) = UnixStream::pair()?;
    let end = |socket: UnixStream| io::Result::Ok(End::of(socket.try_clone()?, socket));
    Ok([end(here)?, end(there)?])
}

/// A TCP connection of the machine with itself, which sends what it has at once.
pub(super) fn tcp() -> io::Result<[End; 2]> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let here = TcpStream::connect(listener.local_addr()?)?;
    let (there, _) = listener.accept()?;
    let end = |socket: TcpStream| {
        socket.set_nodelay(true)?;
        io::Result::Ok(End::of(socket.try_clone()?, socket))
    };
    Ok([end(here)?, end(there)?])
}

/// Sends a byte to another thread on the same core, which sends it back, so many times. Answers
/// with how often it came back as it was sent, and the time of all. The two wait for each other;
/// what else they wait for is told by their turns.
///
/// # Errors
/// When the channel breaks or a thread cannot be kept on the core.
pub(super) fn round_trips(
    channel: Channel,
    turns: &Turns,
    trips: u64,
) -> io::Result<(u64, Duration)> {
    let [mut here, mut there] = channel()?;
    let both = thread::scope(|scope| {
        let echo = scope.spawn(move || {
            threads::keep(0).map_err(io::Error::other)?;
            let mut byte = [0];
            turns.beside(|| {
                while there.from.read_exact(&mut byte).is_ok() && there.to.write_all(&byte).is_ok()
                {
                }
            });
            io::Result::Ok(())
        });
        let ping = scope.spawn(move || {
            threads::keep(0).map_err(io::Error::other)?;
            let mut trip = |sent: u8| -> io::Result<bool> {
                let mut byte = [sent];
                here.to.write_all(&byte)?;
                here.from.read_exact(&mut byte)?;
                Ok(byte == [sent])
            };
            // The first finds the other thread starting.
            trip(0)?;
            let (back, took) = turns.timed(|| {
                (0..trips)
                    .map(|number| trip(number as u8).map(u64::from))
                    .sum::<io::Result<u64>>()
            });
            Ok((back?, took))
        });
        (ping.join(), echo.join())
    });
    turns.tell();
    joined(both.1).and(joined(both.0))
}

/// Asks another thread, on another core where there is one, for these bytes, by a byte of its own,
/// and reads them from a channel, so many times. Answers with the sum of the bytes that came the
/// last time, and the time of all. The longer of the two threads' waits for a core is told.
///
/// # Errors
/// When the channel breaks.
pub(super) fn fetch(channel: Channel, bytes: &[u8], laps: u64) -> io::Result<(u64, Duration)> {
    /// Bytes that are read at most at once.
    const PART: usize = 64 << 10;
    let [mut here, mut there] = channel()?;
    let mut part = vec![0; PART.min(bytes.len())];
    let mut once = move || -> io::Result<u64> {
        there.to.write_all(&[1])?;
        let (mut left, mut sum) = (bytes.len(), 0);
        while left > 0 {
            let most = left.min(part.len());
            let count = there.from.read(&mut part[..most])?;
            if count == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            sum += byte_sum(&part[..count]);
            left -= count;
        }
        Ok(sum)
    };
    let watch = &Watch::default();
    thread::scope(|scope| {
        let writer = scope.spawn(move || {
            threads::stay(1);
            let mut once = || {
                here.from.read_exact(&mut [0])?;
                here.to.write_all(bytes)
            };
            // One more than is timed: the first finds this thread starting.
            once()?;
            watch.during(|| (0..laps).try_for_each(|_| once()))
        });
        let reader = scope.spawn(move || {
            threads::stay(0);
            once()?;
            let all = || (0..laps).map(|_| once()).collect::<io::Result<_>>();
            let (sums, took) = watch.during(|| clocks::bare(all));
            let sums: Vec<u64> = sums?;
            Ok((sums.last().copied().unwrap_or_default(), took))
        });
        joined(reader.join()).and_then(|read| joined(writer.join()).and(Ok(read)))
    })
}

/// What a thread answered.
fn joined<O>(ended: thread::Result<io::Result<O>>) -> io::Result<O> {
    ended.unwrap_or_else(|_| Err(io::Error::other("a thread panicked")))
}

/// The sum of the bytes.
pub(super) fn byte_sum(bytes: &[u8]) -> u64 {
    // Sums of so few fit 16 bits, which makes them narrow enough for wide vectors.
    let few = bytes.chunks(256);
    few.map(|few| u64::from(few.iter().map(|&byte| u16::from(byte)).sum::<u16>()))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Channel; 3] = [pipes, socket_pair, tcp];

    #[test]
    fn every_byte_comes_back_and_every_byte_arrives() {
        let bytes: Vec<u8> = (0..300_000_u32).map(|i| (i * 31 % 253) as u8).collect();
        let expected: u64 = bytes.iter().map(|&byte| u64::from(byte)).sum();
        assert_eq!(byte_sum(&bytes), expected);
        for channel in ALL {
            if threads::not_kept().is_none() {
                let (back, took) =
                    round_trips(channel, &Turns::default(), 10).expect("the channel holds");
                assert!(back == 10 && took > Duration::ZERO);
            }
            let (sum, _) = fetch(channel, &bytes, 3).expect("the channel holds");
            assert_eq!(sum, expected);
        }
    }
}
