// The page of `hw3verify serve`: hands the text in as it is typed, and shows what comes back link by link.
//
// Law: only markup that the server has made is put into the page as markup (it escapes everything that comes from a
// text); of what the text says nothing else reaches the document but as text. One judgement at a time is listened to:
// a newer text ends the one before it.
"use strict";
(() => {
  const PAUSE = 350; // milliseconds without a key before a text is handed in
  const DRAFT = "hw3verify draft";
  const ATTENTION = ["refuted", "unreadable", "undecided"];
  const EXAMPLE = [
    "Let $q(z)$ be any density.", "",
    "$$\\log p(x) = \\log \\int q(z) \\frac{p(x,z)}{q(z)} dz \\tag{1}$$", "",
    "Jensen's inequality moves the logarithm inside:", "",
    "$$\\ge E_{q(z)}\\left[\\log \\frac{p(x,z)}{q(z)}\\right] \\tag{2}$$",
    "$$= E_{q(z)}[\\log p(x|z)] + KL(q(z), p(z)) \\tag{3}$$", "",
  ].join("\n");
  const found = (id) => document.getElementById(id);
  const text = found("text"), mirror = found("mirror"), cards = found("cards"), status = found("status");
  const next = found("next"), pane = found("verdicts"), outline = found("outline");
  const page = Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(16)).join("");
  const wide = matchMedia("(min-width: 60.01rem)");
  const known = new WeakMap(); // what an element was made of
  let timer = 0, current = null, shown = new Map(); // key of a link -> its list item

  // -- the text ----------------------------------------------------------------------------------------------

  function lines() { // the mirror has a block for each line of the text, as high as the line is in the text area
    const wanted = text.value.split("\n");
    while (mirror.children.length > wanted.length) mirror.lastChild.remove();
    wanted.forEach((line, number) => {
      const row = mirror.children[number] || mirror.appendChild(document.createElement("div"));
      if (known.get(row) === line) return;
      known.set(row, line);
      row.replaceChildren(document.createTextNode(line || "\u200b"));
    });
  }

  function caretLine() {
    return text.value.slice(0, text.selectionStart).split("\n").length;
  }

  function goTo(line) {
    const starts = text.value.split("\n");
    const offset = starts.slice(0, line - 1).reduce((sum, row) => sum + row.length + 1, 0);
    text.focus({ preventScroll: true });
    text.setSelectionRange(offset, offset);
    const row = mirror.children[line - 1];
    if (row) row.scrollIntoView({ block: "center" });
    here();
  }

  function here() { // marks the line of the caret and its cards
    const line = document.activeElement === text ? caretLine() : 0;
    Array.from(mirror.children).forEach((row, n) => row.classList.toggle("now", n + 1 === line));
    for (const item of cards.children) item.classList.toggle("now", Number(item.dataset.line) === line);
  }

  // -- the cards ---------------------------------------------------------------------------------------------

  function card(said) {
    const old = shown.get(said.key);
    const item = old || document.createElement("li");
    const open = Array.from(item.querySelectorAll("details"), (d) => d.open);
    const focused = item.contains(document.activeElement) ? document.activeElement.tagName : "";
    if (known.get(item) !== said.html) {
      known.set(item, said.html);
      item.tabIndex = -1;
      item.innerHTML = said.html;
      item.querySelectorAll("details").forEach((d, n) => { d.open = Boolean(open[n]); });
      if (focused) (item.querySelector(focused) || text).focus({ preventScroll: true });
    }
    item.dataset.line = said.line;
    item.dataset.verdict = said.settled ? said.verdict : "";
    item.classList.remove("stale");
    item.dataset.told = current.number;
    shown.set(said.key, item);
    if (!old) {
      const later = Array.from(cards.children).find((other) => Number(other.dataset.line) > said.line);
      cards.insertBefore(item, later || null);
    }
  }

  function arrange(keys) { // the cards in the order of the report; those of links that are gone, away
    const wanted = new Set(keys);
    for (const [key, item] of shown) {
      if (!wanted.has(key)) { item.remove(); shown.delete(key); }
    }
    keys.forEach((key, n) => {
      const item = shown.get(key);
      if (item && cards.children[n] !== item) cards.insertBefore(item, cards.children[n] || null);
    });
  }

  function beside() { // on a wide page the verdicts scroll by themselves: to the line of the caret, or that in sight
    const rows = Array.from(mirror.children), middle = innerHeight / 3;
    if (!wide.matches || !cards.children.length || pane.contains(document.activeElement)) return;
    const seen = (row) => row.getBoundingClientRect().bottom > 0 && row.getBoundingClientRect().top < innerHeight;
    const caret = rows[caretLine() - 1];
    const row = caret && seen(caret) ? caret : rows.find((one) => one.getBoundingClientRect().bottom > middle);
    if (!row) return;
    const item = Array.from(cards.children).find((one) => Number(one.dataset.line) >= rows.indexOf(row) + 1)
      || cards.lastElementChild;
    const line = rows[Number(item.dataset.line) - 1] || row;
    pane.scrollTop += item.getBoundingClientRect().top - Math.min(line.getBoundingClientRect().top, innerHeight * 0.75);
  }

  function marks() { // the worst verdict of each line, beside its number
    mirror.querySelectorAll(".marks").forEach((mark) => mark.remove());
    for (const item of cards.children) {
      const row = mirror.children[Number(item.dataset.line) - 1];
      const shape = item.querySelector(".badge .shape");
      if (!row || !shape || row.querySelector(".marks .bad")) continue;
      const mark = document.createElement("span"); // of several links in a line the worst
      mark.className = "marks";
      mark.append(shape.cloneNode(true));
      mark.firstChild.classList.add(shape.closest(".badge").classList[1]);
      const before = row.querySelector(".marks");
      if (before && !ATTENTION.includes(item.dataset.verdict)) continue;
      if (before) before.remove();
      row.append(mark);
    }
    next.disabled = !looks().length;
  }

  // -- what to look at ---------------------------------------------------------------------------------------

  function looks() {
    return Array.from(cards.children).filter((item) => ATTENTION.includes(item.dataset.verdict));
  }

  // -- the judge ---------------------------------------------------------------------------------------------

  function say(words, busy) {
    if (status.textContent !== words) status.textContent = words;
    status.classList.toggle("busy", busy);
    pane.setAttribute("aria-busy", String(busy));
  }

  function typed() {
    lines();
    try { sessionStorage.setItem(DRAFT, text.value); } catch { /* a draft that cannot be kept is not kept */ }
    clearTimeout(timer);
    if (current) current.abort.abort();
    timer = setTimeout(judge, PAUSE);
    soon();
  }

  async function judge() {
    const mine = current = { abort: new AbortController(), number: (current ? current.number : 0) + 1, said: "" };
    if (!text.value.trim()) {
      arrange([]); outline.replaceChildren(); say("Waiting for a text", false); soon();
      return;
    }
    say("Judging", true);
    for (const item of cards.children) item.classList.add("stale");
    try {
      const answer = await fetch("judge", {
        method: "POST", body: text.value, signal: mine.abort.signal, cache: "no-store", redirect: "error",
        headers: { "Content-Type": "text/plain; charset=utf-8", "X-Page": page },
      });
      if (!answer.ok) throw new Error((await answer.text()).trim());
      await listen(mine, answer.body.getReader());
    } catch (problem) {
      if (mine !== current || mine.abort.signal.aborted) return;
      const known = problem.message && !(problem instanceof TypeError);
      say(known ? `Not judged: ${problem.message}` : "Not judged: is hw3verify serve still running?", false);
    }
  }

  async function listen(mine, reader) {
    const decoder = new TextDecoder();
    let rest = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (mine !== current) return;
      rest += decoder.decode(value || new Uint8Array(), { stream: !done });
      const whole = rest.split("\n");
      rest = whole.pop();
      whole.filter(Boolean).forEach((line) => hear(mine, JSON.parse(line)));
      soon();
      if (done) return;
    }
  }

  function hear(mine, message) {
    if (message.card) {
      card(message.card);
    } else if (message.outline) {
      mine.said = message.outline.said;
      const open = outline.querySelector("details[open]");
      outline.innerHTML = message.outline.html;
      if (open && outline.querySelector("details")) outline.querySelector("details").open = true;
      arrange(message.outline.keys);
      if (!message.outline.settled) say(`${mine.said}; looking for hints`, true);
      for (const item of cards.children) item.classList.remove("stale");
    } else if (message.done && message.done.status === "judged") {
      say(mine.said, false);
    } else if (message.done) {
      say(`Not judged to the end: ${message.done.because}`, false);
      for (const [key, item] of shown) {
        if (Number(item.dataset.told) !== mine.number) { item.remove(); shown.delete(key); }
      }
    }
  }

  // -- what happens when -------------------------------------------------------------------------------------

  let frame = 0, visited = null; // the card that was last gone to
  function soon() {
    if (!frame) frame = requestAnimationFrame(() => { frame = 0; marks(); here(); beside(); });
  }

  function following() { // the first link to look at behind the caret, or the first of all
    const wanted = looks();
    const behind = (item) => Number(item.dataset.line) > caretLine();
    const item = wanted[wanted.indexOf(visited) + 1 || wanted.findIndex(behind)] || wanted[0];
    if (!item) return;
    visited = item;
    if (wide.matches) {
      goTo(Number(item.dataset.line));
    } else { // no keyboard over half of a phone
      item.focus({ preventScroll: true });
      item.scrollIntoView({ block: "start" });
    }
  }

  text.addEventListener("input", typed);
  document.addEventListener("selectionchange", soon);
  document.addEventListener("scroll", () => requestAnimationFrame(beside), { passive: true });
  next.addEventListener("click", following);
  cards.addEventListener("click", (event) => {
    if (event.target.matches("button.line")) goTo(Number(event.target.closest("li").dataset.line));
  });
  found("example").addEventListener("click", () => {
    text.focus();
    text.setSelectionRange(text.value.length, text.value.length);
    if (!document.execCommand("insertText", false, EXAMPLE)) { // so that it can be undone
      text.value += EXAMPLE;
      typed();
    }
  });
  new ResizeObserver(soon).observe(mirror);
  new ResizeObserver(soon).observe(cards);
  try { text.value = text.value || sessionStorage.getItem(DRAFT) || ""; } catch { /* no drafts here */ }
  lines();
  if (text.value) judge();
})();
