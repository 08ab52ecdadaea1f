// Takes a chart away as a picture: what is seen, with its title, sentence, definition, source and marks inside.
// Drawn here from the chart that is there; nothing is asked of any other machine.
(function () {
  "use strict";

  const PAD = 24;
  const LEAST = 480; // px a picture is wide at least
  const SCALE = 2; // pixels of a PNG for each of the page
  const NS = "http://www.w3.org/2000/svg";
  const measure = document.createElement("canvas").getContext("2d");

  function element(name, attributes, words) {
    const made = document.createElementNS(NS, name);
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    if (words !== undefined) {
      made.textContent = words;
    }
    return made;
  }

  // Chinese may break after any character, Latin between words.
  function lines(words, width, font) {
    measure.font = font;
    const found = [""];
    (words.match(/[\u2e80-\uffef]|[^\s\u2e80-\uffef]+\s*|\s+/g) || []).forEach(function (piece) {
      const longer = found[found.length - 1] + piece;
      if (found[found.length - 1] && measure.measureText(longer.trimEnd()).width > width) {
        found.push(piece.trimStart());
      } else {
        found[found.length - 1] = longer;
      }
    });
    return found;
  }

  // A page that is filled from top to bottom.
  function Sheet(width, style) {
    this.svg = element("svg", { xmlns: NS, width: width });
    this.width = width;
    this.family = style.getPropertyValue("--font").trim();
    this.y = PAD;
  }

  Sheet.prototype.words = function (text, size, colour, weight) {
    const height = Math.round(size * 1.5);
    lines(text, this.width - 2 * PAD, `${weight || 400} ${size}px ${this.family}`).forEach((line) => {
      this.y += height;
      const place = { x: PAD, y: this.y - size * 0.4, fill: colour, "font-size": size, "font-weight": weight || 400 };
      this.svg.append(element("text", place, line));
    });
  };

  Sheet.prototype.drawing = function (svg, width, height) {
    svg.setAttribute("x", PAD);
    svg.setAttribute("y", this.y + 8);
    svg.setAttribute("width", width);
    svg.setAttribute("height", height);
    this.svg.append(svg);
    this.y += height + 16;
  };

  // The shape of a status or the colour of a class, as the style sheet draws it; 12 px square.
  function sign(source, x, y) {
    const style = getComputedStyle(source);
    const hollow = style.backgroundColor === "rgba(0, 0, 0, 0)";
    const fill = hollow ? "none" : style.backgroundColor;
    const outline = { "shape--watch": "6 0 12 12 0 12", "shape--off-target": "6 0 12 6 6 12 0 6" };
    const name = Object.keys(outline).find((one) => source.classList.contains(one));
    if (name) {
      const points = outline[name].split(" ").map((n, at) => Number(n) + (at % 2 ? y : x));
      return element("polygon", { points: points.join(" "), fill: fill });
    }
    const round = source.matches(".shape--on-target, .shape--no-data") ? { rx: 6 } : {};
    const line = hollow ? style.borderTopColor : "none";
    return element("rect", Object.assign({ x: x, y: y, width: 12, height: 12, fill: fill, stroke: line }, round));
  }

  // The key of a map: each sign with its word.
  Sheet.prototype.key = function (panel, colour) {
    let x = PAD;
    this.y += 6;
    panel.querySelectorAll(".legend > *").forEach((item) => {
      measure.font = `13px ${this.family}`;
      const width = 36 + measure.measureText(item.textContent).width;
      if (x > PAD && x + width > this.width - PAD) {
        x = PAD;
        this.y += 22;
      }
      this.svg.append(sign(item.querySelector(".shape, .legend__swatch"), x, this.y));
      this.svg.append(element("text", { x: x + 18, y: this.y + 11, fill: colour, "font-size": 13 }, item.textContent));
      x += width;
    });
    this.y += x > PAD ? 22 : 0;
  };

  // ---- the chart that is there ---------------------------------------------------------------------------

  async function plotted(graph) {
    const size = { width: graph.clientWidth, height: graph.clientHeight };
    const text = await window.Plotly.toImage(graph, Object.assign({ format: "svg", imageDataOnly: true }, size));
    const svg = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
    svg.setAttribute("viewBox", `0 0 ${size.width} ${size.height}`);
    return { svg: document.importNode(svg, true), width: size.width, height: size.height };
  }

  // Our own drawings get their look from style sheets, which a file does not have.
  function drawn(source) {
    const box = source.getBoundingClientRect();
    const svg = source.cloneNode(true);
    const looks = ["fill", "stroke", "stroke-width", "stroke-dasharray", "opacity", "font-size", "font-weight", "text-anchor"];
    const copies = svg.querySelectorAll("*");
    source.querySelectorAll("*").forEach(function (one, at) {
      const style = getComputedStyle(one);
      looks.forEach((look) => copies[at].setAttribute(look, style.getPropertyValue(look)));
    });
    return { svg: svg, width: box.width, height: box.height };
  }

  // Small charts on one scale: each with its name, value and status above, where they are on the page.
  function tiles(all, style) {
    const grid = all[0].parentElement.getBoundingClientRect();
    const ink = style.getPropertyValue("--ink");
    const svg = element("svg", {});
    const at = (one) => {
      const box = one.getBoundingClientRect();
      return { x: box.left - grid.left, y: box.top - grid.top, width: box.width, height: box.height };
    };
    all.forEach(function (tile) {
      [".tile__name", ".tile__value"].forEach(function (part, strong) {
        const source = tile.querySelector(part);
        const place = at(source);
        const looks = { x: place.x, y: place.y + 15, fill: ink, "font-size": 13, "font-weight": strong ? 600 : 400 };
        measure.font = `${looks["font-weight"]} 13px ${style.getPropertyValue("--font")}`;
        const wide = measure.measureText(source.textContent).width > place.width + 1;
        const fitted = wide ? { textLength: place.width, lengthAdjust: "spacingAndGlyphs" } : {};
        svg.append(element("text", Object.assign(looks, fitted), source.textContent));
      });
      const shape = tile.querySelector(".shape");
      svg.append(sign(shape, at(shape).x, at(shape).y));
      const image = tile.querySelector("img");
      if (image) {
        svg.append(element("image", Object.assign({ href: image.src, preserveAspectRatio: "none" }, at(image))));
      }
    });
    return { svg: svg, width: grid.width, height: grid.height };
  }

  function picture(panel, style) {
    const graph = panel.querySelector(".js-plotly-plot");
    const small = panel.querySelectorAll(".tile");
    return graph ? plotted(graph) : small.length ? tiles(Array.from(small), style) : drawn(panel.querySelector("svg"));
  }

  // ---- the sheet around it -------------------------------------------------------------------------------

  async function font() {
    const answer = await fetch("/assets/vendor/inter/inter.woff2");
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const packed = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
    return `@font-face{font-family:"Inter Variable";font-weight:100 900;src:url(data:font/woff2;base64,${packed})}`;
  }

  const told = (panel, selector) => {
    const found = panel.querySelector(selector);
    return found ? found.textContent.trim() : "";
  };

  async function sheet(panel, notes) {
    const style = getComputedStyle(panel);
    const [ink, muted, surface] = ["--ink", "--muted", "--surface"].map((name) => style.getPropertyValue(name).trim());
    const chart = await picture(panel, style);
    const made = new Sheet(Math.max(chart.width, LEAST) + 2 * PAD, style);
    made.words(told(panel, ".panel__title"), 20, ink, 650);
    made.words(told(panel, ".panel__subtitle"), 13, muted);
    made.key(panel, muted);
    made.drawing(chart.svg, chart.width, chart.height);
    made.words(told(panel, ".panel__summary"), 15, ink);
    made.y += 8;
    notes.forEach((line) => made.words(line, 12, muted));
    document.querySelectorAll(".ribbon, .as-of__words").forEach((one) => made.words(one.textContent.trim(), 12, ink, 650));
    made.words(`${decodeURI(window.location.href)} · ${new Date().toISOString().slice(0, 10)}`, 12, muted);
    made.svg.setAttribute("height", made.y + PAD);
    made.svg.setAttribute("font-family", made.family);
    made.svg.prepend(element("rect", { width: "100%", height: "100%", fill: surface }));
    made.svg.prepend(element("style", {}, await font()));
    return { svg: made.svg, width: made.width, height: made.y + PAD };
  }

  function pixels(text, width, height) {
    return new Promise(function (done, failed) {
      const address = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
      const image = new Image();
      image.onerror = failed;
      image.onload = function () {
        const canvas = document.createElement("canvas");
        canvas.width = width * SCALE;
        canvas.height = height * SCALE;
        canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
        URL.revokeObjectURL(address);
        canvas.toBlob(done, "image/png");
      };
      image.src = address;
    });
  }

  function hand(blob, name) {
    const link = document.createElement("a"); // never in the page, so that its click moves nothing
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    window.setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  async function take(button) {
    const menu = button.closest(".download");
    const panel = button.closest(".panel");
    const kind = button.dataset.picture;
    const made = await sheet(panel, (menu.dataset.notes || "").split("\n").filter(Boolean));
    const text = new XMLSerializer().serializeToString(made.svg);
    const blob = kind === "svg" ? new Blob([text], { type: "image/svg+xml" }) : await pixels(text, made.width, made.height);
    hand(blob, `${told(panel, ".panel__title").replace(/[\\/:*?"<>|\s]+/g, "-")}.${kind}`);
  }

  // ---- the menu ------------------------------------------------------------------------------------------

  const open = () => document.querySelectorAll(".download[open]");

  document.addEventListener("click", function (event) {
    const button = event.target.closest && event.target.closest("[data-picture]");
    if (button) {
      take(button);
    }
    const item = event.target.closest && event.target.closest(".download__item");
    open().forEach(function (menu) {
      if (item || !menu.contains(event.target)) {
        menu.open = false;
      }
    });
  });

  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") {
      open().forEach(function (menu) {
        menu.open = false;
        menu.querySelector("summary").focus();
      });
    }
  });
})();
