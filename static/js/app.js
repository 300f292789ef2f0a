// What every page gets beyond plain HTML. No words here: texts come from data-* attributes, formats from the page's language.
const language = document.documentElement.lang === "es" ? "es-MX" : "en-US";
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const filled = (template, values) => template.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

// "Reads as Monday 23 Nov 2026"
const dateFormat = new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

function inWords(iso) {
  const date = new Date(`${iso}T00:00:00Z`);
  if (!iso || Number.isNaN(date.getTime())) return "";
  const part = Object.fromEntries(dateFormat.formatToParts(date).map(({ type, value }) => [type, value]));
  return `${part.weekday} ${part.day} ${part.month.slice(0, 3)} ${part.year}`;
}

function readAloud(output) {
  const words = inWords(document.getElementById(output.dataset.readsAs)?.value ?? "");
  output.textContent = words && filled(output.dataset.words, { date: words });
}

// Length against the slot
const figures = new Intl.NumberFormat("en-US");

function measure(box) {
  const meter = document.getElementById(box.dataset.meter);
  if (!meter) return;
  const used = [...box.value].length;
  const budget = Number(box.dataset.budget);
  meter.classList.toggle("meter--over", used > budget);
  meter.querySelector("rect").setAttribute("width", `${Math.min(100, (100 * used) / budget)}%`);
  meter.querySelector("span").textContent = filled(meter.dataset.words, { used: figures.format(used), budget: figures.format(budget) });
}

function grow(box) {
  box.rows = Math.max(Number(box.dataset.rows ||= box.rows), 1);
  while (box.scrollHeight > box.clientHeight && box.rows < 40) box.rows += 1;
}

function buttonAfter(box, words, kind, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = `usa-button usa-button--${kind}`;
  button.textContent = words;
  button.addEventListener("click", () => act(button));
  box.after(button);
}

// A password may be looked at while it is typed: one button for all of a form; it is sent, and kept, as a password
function offerToShow(form) {
  const secrets = all("input[data-show]", form);
  const { show, hide } = secrets[0].dataset;
  const turn = (type) => secrets.forEach((secret) => (secret.type = type));
  form.addEventListener("submit", () => turn("password"));
  buttonAfter(secrets.at(-1), show, "unstyled", (button) => {
    const isHidden = secrets[0].type === "password";
    turn(isHidden ? "text" : "password");
    button.textContent = isHidden ? hide : show;
  });
}

// What is handed on is copied by one press, where the browser lets a page do so
function offerToCopy(source) {
  buttonAfter(source, source.dataset.copy, "outline", async (button) => {
    await navigator.clipboard.writeText(source.value);
    button.textContent = source.dataset.copied;
  });
}

// A picture goes where the phone itself sends things, if the phone can; else the link saves it
function offerToShare(link) {
  const { origin } = window.location;
  if (!navigator.canShare || !navigator.canShare({ url: origin })) return;
  buttonAfter(link, link.dataset.share, "outline", async () => {
    const made = await (await fetch(link.href)).blob();
    const file = new File([made], link.download, { type: made.type });
    const data = navigator.canShare({ files: [file] }) ? { files: [file] } : { url: window.location.href };
    await navigator.share(data).catch(() => {}); // whoever closes the sheet of the phone has decided
  });
}

// Ticks: a range with shift, a box for all, and what is shown only while something is chosen. What each row must be
// ticked for by itself (data-alone) no range and no box for all reaches.
const boxesOf = (root) => all('input[type="checkbox"]:not([data-all], [data-alone])', root);
let lastBox = null;

function tickRange(event) {
  const root = event.target.closest("[data-ranges]");
  if (!root || event.target.type !== "checkbox") return;
  const boxes = boxesOf(root);
  if (event.target.hasAttribute("data-all")) boxes.forEach((box) => (box.checked = event.target.checked));
  else if (event.shiftKey && boxes.includes(lastBox)) {
    const [from, to] = [boxes.indexOf(lastBox), boxes.indexOf(event.target)].sort((a, b) => a - b);
    boxes.slice(from, to + 1).forEach((box) => (box.checked = event.target.checked));
  }
  lastBox = event.target;
  countTicks(root);
}

function countTicks(root) {
  const boxes = boxesOf(root);
  const chosen = boxes.filter((box) => box.checked).length;
  all("[data-all]", root).forEach((box) => {
    box.checked = chosen > 0 && chosen === boxes.length;
    box.indeterminate = chosen > 0 && chosen < boxes.length;
  });
  all("[data-chosen]", root).forEach((place) => {
    place.hidden = chosen === 0;
    all("[data-words]", place).forEach((label) => (label.textContent = filled(label.dataset.words, { count: figures.format(chosen) })));
  });
}

// A changed form is not left by accident
const changed = new Set();

function remember(event) {
  const form = event.target.closest?.("[data-look]") ? null : event.target.form; // to look is no change
  if (form?.hasAttribute("data-guard")) changed.add(form);
}

function typed(event) {
  remember(event);
  const box = event.target;
  if (box.matches("[data-budget]")) measure(box);
  if (box.matches("[data-grow]")) grow(box);
  all("[data-reads-as]").filter((output) => output.dataset.readsAs === box.id).forEach(readAloud);
}

function press(event) {
  const typing = event.target.matches?.("input, textarea, select, [contenteditable]");
  const command = event.ctrlKey || event.metaKey;
  if (event.key === "/" && !typing && !command && !event.altKey) {
    const menu = document.querySelector(".menu");
    if (menu?.checkVisibility()) menu.open = true; // on a narrow screen the box stands in it
    const search = all("[data-search]").find((box) => box.checkVisibility());
    if (search) {
      event.preventDefault();
      search.focus();
      search.select();
    }
  } else if (event.key === "?" && !typing && !command && !event.altKey) {
    document.querySelector("[data-help]")?.click();
  } else if (event.key === "Escape") {
    all("details[data-closes][open]").forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  } else if (command && (event.key.toLowerCase() === "s" || event.key === "Enter")) { // with the shift lock too
    const wish = event.key === "Enter" ? "data-submit" : "data-save";
    const form = event.target.form ?? document.querySelector(`form[${wish}]`);
    if (!form?.hasAttribute(wish)) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector(`[type="submit"][${wish}-button]`));
  }
}

function prepare(root) {
  all("[data-reads-as]", root).forEach(readAloud);
  all("[data-budget]", root).forEach(measure);
  all("[data-grow]", root).forEach(grow);
  all("[data-ranges]", root).forEach(countTicks);
  all("details[data-drawer]", root).forEach((drawer) => (drawer.open = wide.matches));
  all("form:has(input[data-show])", root).forEach(offerToShow);
  if (navigator.clipboard) all("[data-copy]", root).forEach(offerToCopy);
  all("[data-share]", root).forEach(offerToShare);
  root.querySelector("[data-focus]")?.focus();
}

const wide = window.matchMedia("(min-width: 900px)");
wide.addEventListener("change", () => all("details[data-drawer]").forEach((drawer) => (drawer.open = wide.matches)));
document.addEventListener("input", typed);
document.addEventListener("change", typed);
document.addEventListener("click", tickRange);
document.addEventListener("click", (event) => {
  all("details[data-closes][open]").filter((menu) => !menu.contains(event.target)).forEach((menu) => (menu.open = false));
});
document.addEventListener("keydown", press);
document.addEventListener("submit", (event) => changed.delete(event.target));
document.addEventListener("campaign:kept", (event) => changed.delete(event.detail));
document.addEventListener("htmx:afterSettle", (event) => prepare(event.target));
window.addEventListener("beforeunload", (event) => {
  if ([...changed].some((form) => form.isConnected)) event.preventDefault();
});
prepare(document);
// An address that still ends in the skip link's #main takes the focus away from what must be read first.
window.addEventListener("load", () => setTimeout(() => {
  if ([document.body, document.querySelector("main")].includes(document.activeElement)) document.querySelector("[data-focus]")?.focus();
}));
