// Enhances pages that work without it: keys in lanes, the date slider, details that open in print.
"use strict";
(() => {
  const all = (query, root = document) => [...root.querySelectorAll(query)];

  // Lanes: Tab reaches one bar of each lane, the arrow keys walk its bars, a line below says the bar in words.
  function walk(lanes) {
    const readout = lanes.nextElementSibling?.matches("[data-readout]") ? lanes.nextElementSibling : null;
    const rest = readout?.textContent ?? "";
    if (readout) readout.hidden = false;
    for (const lane of all("svg[role=group]", lanes)) {
      const bars = all("a", lane);
      bars.forEach((bar, nth) => { if (nth) bar.setAttribute("tabindex", "-1"); });
      lane.addEventListener("keydown", (event) => {
        const at = bars.indexOf(document.activeElement);
        const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: bars.length - 1 }[event.key];
        if (at < 0 || to === undefined || !bars[to]) return;
        event.preventDefault();
        bars[at].setAttribute("tabindex", "-1");
        bars[to].removeAttribute("tabindex");
        bars[to].focus();
      });
    }
    if (!readout) return;
    const say = (event) => {
      const bar = event.target.closest?.("[aria-label]:not([role=group])");
      readout.textContent = bar && lanes.contains(bar) ? bar.getAttribute("aria-label") : rest;
    };
    for (const kind of ["pointerover", "focusin"]) lanes.addEventListener(kind, say);
  }

  // Relations: the lines of the thing pointed at stand out.
  function light(picture) {
    const mark = (event) => {
      const key = event.target.closest?.("[data-node]")?.dataset.node;
      for (const line of all("[data-ends]", picture)) {
        line.classList.toggle("lit", key !== undefined && line.dataset.ends.split(" ").includes(key));
      }
    };
    for (const kind of ["pointerover", "focusin", "focusout"]) picture.addEventListener(kind, mark);
  }

  // Slider: its steps are days; the part of the page that depends on the day is fetched and put in place.
  function slide(slider) {
    const part = document.getElementById(slider.dataset.part);
    const days = JSON.parse(slider.dataset.days), words = JSON.parse(slider.dataset.words);
    const day = document.getElementById("as-of-day");
    let waiting, last, shown = day?.value;
    const told = () => slider.setAttribute("aria-valuetext", words[slider.value]);
    const show = async () => {
      const on = days[slider.value], address = new URL(location.href);
      address.searchParams.set("on", on);
      const asked = new URL(address);
      asked.searchParams.set("part", slider.dataset.part);
      last?.abort();
      last = new AbortController();
      try {
        const reply = await fetch(asked, { signal: last.signal, headers: { Accept: "text/html" } });
        if (!reply.ok) return location.assign(address);
        part.innerHTML = await reply.text();
        history.replaceState(null, "", address);
        if (day) day.value = on;
        const said = words[slider.value].split(": ")[0];
        for (const line of all("[data-written], .as-of form .small")) line.textContent = said;
        for (const each of all(".as-of nav")) each.hidden = true;  // the part that came has these links
        for (const each of all("a[href*='on=']:not([rel=prev], [rel=next])")) {
          const to = new URL(each.href);
          if (to.searchParams.get("on") === shown) to.searchParams.set("on", on);
          each.href = to.href;
        }
        shown = on;
      } catch (error) {
        if (error.name !== "AbortError") location.assign(address);
      }
    };
    slider.closest("[data-slider]").hidden = false;
    told();
    slider.addEventListener("input", () => {
      told();
      clearTimeout(waiting);
      waiting = setTimeout(show, 120);
    });
  }

  // Sources: either side of a statement marks both.
  function pair(item) {
    const twin = () => document.getElementById(item.dataset.pair);
    for (const [kind, on] of [["pointerenter", true], ["pointerleave", false], ["focusin", true], ["focusout", false]]) {
      item.addEventListener(kind, () => { item.classList.toggle("paired", on); twin()?.classList.toggle("paired", on); });
    }
  }

  all("[data-lanes]").forEach(walk);
  all("[data-relations]").forEach(light);
  all("input[data-days]").forEach(slide);
  all("[data-pair]").forEach(pair);

  let closed = [];
  addEventListener("beforeprint", () => {
    closed = all("details.twin:not([open]), details.wording:not([open])");
    for (const each of closed) each.open = true;
  });
  addEventListener("afterprint", () => { for (const each of closed) each.open = false; });
  const target = location.hash === "#event" && document.getElementById("event");
  if (target) target.focus({ preventScroll: true });
})();
