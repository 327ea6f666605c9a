// What is looked at inside a page. Each function runs in the browser, so it stands alone.

// Opens what is closed, and lays out what is far below.
export const unfold = () => {
  document.querySelectorAll("details").forEach((d) => { d.open = true; });
  document.querySelectorAll("section.chapter").forEach((s) => { s.style.contentVisibility = "visible"; });
};

// Where the first answer of an experiment ends, in pixels from the top: verdict, number, interval
// and prediction. Names without measure, as a hostile record has them, need more room.
export const answer = () => {
  const result = document.querySelector(".banner .result");
  const above = document.querySelectorAll(".crumbs, h1, .banner:first-of-type h2");
  const letters = [...above].reduce((sum, element) => sum + element.textContent.length, 0);
  if (!result || letters > 400) return null;
  return Math.round(result.getBoundingClientRect().bottom + scrollY);
};

// Verdicts that a print would not show.
export const printed = () =>
  [...document.querySelectorAll(".banner, tr[data-verdict], dl.tally")]
    .filter((element) => element.getClientRects().length === 0)
    .map((element) => element.textContent.trim().slice(0, 80));

export const checks = {
  sideways: () => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth > clientWidth ? [`${scrollWidth} px wide in ${clientWidth}`] : [];
  },

  labels: () => {
    const wrong = [];
    for (const plot of document.querySelectorAll("svg.plot")) {
      if (!plot.getBoundingClientRect().width) continue;
      const box = plot.viewBox.baseVal;
      const labels = [...plot.querySelectorAll("text")].map((text) => [text.textContent, text.getBBox()]);
      labels.forEach(([name, a], place) => {
        const outside = a.x < -0.5 || a.y < -0.5 ||
          a.x + a.width > box.width + 0.5 || a.y + a.height > box.height + 0.5;
        if (outside) wrong.push(`${name} leaves the box`);
        for (const [other, b] of labels.slice(place + 1)) {
          // A line's box is higher than its letters.
          const apart = a.x >= b.x + b.width - 0.5 || b.x >= a.x + a.width - 0.5 ||
            a.y >= b.y + b.height - 2.5 || b.y >= a.y + a.height - 2.5;
          if (!apart) wrong.push(`${name} lies on ${other}`);
        }
      });
    }
    return wrong;
  },

  // What a table says last stands in view where there is room for all of it.
  clipped: () => [...document.querySelectorAll(".scroll .chip")].flatMap((chip) => {
    const room = chip.closest(".scroll").getBoundingClientRect().right + 0.5;
    const hidden = innerWidth >= 1056 && chip.getBoundingClientRect().right > room;
    return hidden ? [chip.closest("tr").textContent.slice(0, 80)] : [];
  }),

  // A variant and its peers: beside each other where there is room, else below each other.
  beside: () => [...document.querySelectorAll(".beside")].flatMap((pair) => {
    const [own, peers] = [...pair.children].map((side) => side.getBoundingClientRect());
    const there = innerWidth >= 1056 ? own.right <= peers.left && own.width > 450 : own.bottom <= peers.top;
    return there ? [] : [`${pair.querySelector("h3").textContent} and its peers`];
  }),

  // The contrast of what is drawn with what it is drawn on: WCAG 2.2, 1.4.11.
  marks: () => {
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const rgb = (colour, below) => {
      canvas.fillStyle = below;
      canvas.fillRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const light = (channels) => {
      const [r, g, b] = channels
        .map((c) => c / 255)
        .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ground = (element) => {
      for (let at = element; at; at = at.parentElement) {
        const colour = getComputedStyle(at).backgroundColor;
        if (colour !== "rgba(0, 0, 0, 0)" && colour !== "transparent") return colour;
      }
      return "white";
    };
    const wrong = new Set();
    const drawn = "svg :is(.mark, .rung, .bar, .line, .median, .whisker), svg.swatch, .glyph circle";
    for (const mark of document.querySelectorAll(drawn)) {
      const below = ground(mark.closest("svg"));
      const style = getComputedStyle(mark);
      const colour = style.fill === "none" || mark.matches(".whisker") ? style.stroke : style.fill;
      const [a, b] = [light(rgb(colour, below)), light(rgb(below, below))];
      const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      if (contrast < 3) wrong.add(`${colour} on ${below}: ${contrast.toFixed(2)}`);
    }
    return [...wrong];
  },
};
