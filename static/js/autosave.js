// A form that is kept while it is written: a moment after the last key, and when the page is left. What the server
// answers is what its own button would get, so that nothing is kept here that could not be kept there. No words here.
const PAUSE = 2000; // milliseconds after the last key
const form = document.querySelector("form[data-autosave]");
const choice = document.querySelector("[data-look]");
const state = document.querySelector("[data-autosave-state]");
const two = (number) => String(number).padStart(2, "0");
const clock = (moment) => `${two(moment.getHours())}:${two(moment.getMinutes())}`; // as all times here are written
let typed = 0; // how often something changed, and up to which change it is kept
let kept = 0;
let isSending = false;
let isStopped = false; // somebody else saved, or the session ended: the button leads on, with everything that was typed
let timer = null;
let turns = 0; // how often something fresh came: what comes late is not shown

function say(words) {
  const text = state.dataset[words].replace("{time}", clock(new Date()));
  if (state.textContent !== text) state.textContent = text;
}

// The next form is the one that the server would show now: its counter and its token
function renew(page) {
  const shown = page.querySelector("form[data-autosave]");
  for (const name of ["version", "csrf_token", "request_token"]) {
    const [now, next] = [form, shown].map((one) => one?.elements.namedItem(name));
    if (!now || !next) return false;
    now.value = next.value;
  }
  return true;
}

// What the server says of the text now takes the place of what it said before, but where somebody is writing; pictures
// once they are there, so that nothing blinks
function refresh(page, parts = "[data-fresh]") {
  const turn = (turns += 1);
  for (const now of document.querySelectorAll(parts)) {
    const next = page.getElementById(now.id);
    if (!next || next.innerHTML === now.innerHTML) continue;
    const made = document.importNode(next, true);
    const pictures = [...made.querySelectorAll("img")].map((picture) => picture.decode().catch(() => {}));
    const replace = () => {
      if (turn !== turns) return;
      now.removeAttribute("aria-busy");
      if (!now.contains(document.activeElement)) now.replaceChildren(...made.childNodes);
    };
    if (!pictures.length) replace();
    else {
      now.setAttribute("aria-busy", "true");
      Promise.all(pictures).then(replace);
    }
  }
}

const parsed = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html");

// The pages beside the text, as they are chosen to be looked at: in the address too, so that they are so again
async function look() {
  const address = new URL(window.location.href);
  for (const box of choice.querySelectorAll("select, input:checked")) address.searchParams.set(box.name, box.value);
  address.searchParams.delete("saved");
  window.history.replaceState(null, "", address);
  const answer = await fetch(address).catch(() => null); // no line: the next text that is kept shows them
  if (answer?.ok) refresh(await parsed(answer), "#pages"); // what is typed elsewhere is not kept yet
}

async function save() {
  if (isSending || isStopped || typed === kept) return;
  isSending = true;
  const upTo = typed;
  const body = new URLSearchParams([...new FormData(form), ["do", "save"]]);
  try {
    const answer = await fetch(form.action, { method: "POST", body, keepalive: true });
    const page = await parsed(answer);
    const isKept = answer.ok && renew(page);
    if (isKept) kept = upTo;
    if (isKept && typed === upTo) refresh(page);
    isStopped = !isKept && answer.status !== 422 && answer.status < 500;
    say(isKept ? (typed === kept ? "saved" : "unsaved") : isStopped ? "stopped" : "unsaved");
    if (typed === kept) document.dispatchEvent(new CustomEvent("campaign:kept", { detail: form }));
  } catch {
    say("unsaved"); // no line: the next key tries again
  } finally {
    isSending = false;
    if (typed !== upTo) wait();
  }
}

function wait() {
  clearTimeout(timer);
  timer = setTimeout(save, PAUSE);
}

function changed() {
  typed += 1;
  if (!isStopped) say("unsaved");
  wait();
}

if (form && state) {
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", (event) => {
    isStopped = true; // the button saves by itself
    clearTimeout(timer);
    if (isSending) { // with the counter of the answer that is on its way
      event.preventDefault();
      const { submitter } = event;
      const again = setInterval(() => {
        if (isSending) return;
        clearInterval(again);
        form.requestSubmit(submitter);
      }, 100);
    }
  });
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save());
}

if (choice) {
  choice.querySelector("[data-look-button]").hidden = true;
  choice.addEventListener("change", look);
}
