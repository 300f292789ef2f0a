// A report that is typed on a phone without a line: what was typed is kept in this browser, under this person and this
// date, until the server says that it has it. No words here. Photos are not kept, nor anything secret.
const NAMES_NOT_KEPT = ["csrf_token", "request_token", "version"];
const LONGEST = 60 * 24 * 3600 * 1000; // milliseconds; older drafts go
const WAIT = 8000; // milliseconds until a line that says nothing counts as none
const two = (number) => String(number).padStart(2, "0");
const clock = (moment) => `${two(moment.getHours())}:${two(moment.getMinutes())}`;

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function write(key, draft) {
  try {
    localStorage.setItem(key, JSON.stringify(draft));
    return true;
  } catch {
    return false; // no room, or none allowed: then the page promises nothing
  }
}

function tidy() {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith("report-") && Date.now() - (read(key)?.at ?? 0) > LONGEST) localStorage.removeItem(key);
    }
  } catch {
    // a browser that keeps nothing has nothing to tidy
  }
}

// Behind a report that was filed: of the draft that became it, and of no other
function forgetSent() {
  const sent = document.querySelector("[data-report-sent]");
  const key = sent?.dataset.reportSent;
  if (key && read(key)?.token === sent.dataset.token) localStorage.removeItem(key);
}

function markKept() {
  for (const mark of document.querySelectorAll("[data-report-kept]")) mark.hidden = read(mark.dataset.reportKept) === null;
}

function offer(place) {
  const form = place.closest("form");
  const key = place.dataset.reportDraft;
  const words = place.querySelector("[data-draft-words]");
  const send = place.querySelector("[data-draft-send]");
  let isWaiting = false; // it was to be sent, and there was no line

  function say(name, at) {
    place.hidden = false;
    words.textContent = place.dataset[name].replace("{time}", clock(new Date(at)));
    send.hidden = name !== "back";
  }

  function keep() {
    const typed = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !NAMES_NOT_KEPT.includes(name));
    const draft = { at: Date.now(), token: form.elements.namedItem("request_token").value, fields: typed };
    if (!write(key, draft)) return false;
    document.dispatchEvent(new CustomEvent("campaign:kept", { detail: form }));
    return true;
  }

  function put(draft) {
    for (const control of form.elements) {
      if (!control.name || ["hidden", "file", "submit"].includes(control.type)) continue;
      const values = draft.fields.filter(([name]) => name === control.name).map(([, value]) => value);
      const isChosen = ["radio", "checkbox"].includes(control.type);
      if (isChosen) control.checked = values.includes(control.value);
      else if (values.length) [control.value] = values;
      const fold = control.closest("details");
      if (fold && (isChosen ? control.checked : control.value)) fold.open = true;
    }
    form.querySelector("[data-reads-as]")?.closest(".field")?.querySelector("input")?.dispatchEvent(new Event("change", { bubbles: true }));
    document.dispatchEvent(new CustomEvent("campaign:kept", { detail: form }));
  }

  async function reaches() {
    if (!navigator.onLine) return false;
    try {
      await fetch(window.location.href, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(WAIT) });
      return true;
    } catch {
      return false;
    }
  }

  function remember(event) {
    if (event.isTrusted && event.target.form === form && keep()) say(isWaiting ? "waits" : "kept", Date.now());
  }

  const found = read(key);
  if (found && "restore" in place.dataset) {
    put(found);
    say("restored", found.at);
  }
  document.addEventListener("change", remember); // at the document, after what asks before a form is left: nothing is lost
  document.addEventListener("input", remember);
  let isSending = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isSending) return; // a double click would cut the first answer off, and its words with it
    isSending = true;
    setTimeout(() => (isSending = false), 2000);
    const isKept = keep();
    if (!isKept || (await reaches())) {
      form.submit(); // what it answers decides; the draft goes only when the report is there
      return;
    }
    isSending = false;
    isWaiting = true;
    say("waits", Date.now());
    place.scrollIntoView({ block: "center" });
  });
  window.addEventListener("online", () => isWaiting && say("back", Date.now()));
  place.querySelector("[data-draft-drop]").addEventListener("click", () => {
    localStorage.removeItem(key);
    form.reset();
    place.hidden = true;
    isWaiting = false;
  });
}

tidy();
forgetSent();
markKept();
document.querySelectorAll("[data-report-draft]").forEach(offer);
