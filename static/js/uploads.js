// Handing in files: many at once, piece by piece, on again by itself after a cut. No words here: they come from data-* attributes.
const form = document.querySelector("[data-uploads]");
const list = form.querySelector("[data-list]");
const words = form.dataset;
const PIECE = Number(words.piece);
const LONGEST_PAUSE = 30; // seconds
const token = form.elements.csrf_token.value;
const share = new Intl.NumberFormat(document.documentElement.lang === "es" ? "es-MX" : "en-US", { style: "percent" });
const filled = (template, values) => template.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

// The line

const line = form.querySelector("[data-line]");
const refused = form.querySelector("[data-refused]");

function say(box, text) {
  box.hidden = !text;
  box.querySelector(".alert__body").textContent = text;
}

const sayLine = (text) => say(line, text);

// Whatever comes back, also "no"; what does not come back is an error. fetch says nothing of how far it is.
function ask(method, url, { body = null, headers = {}, progress = null, sent = null } = {}) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    request.setRequestHeader("Accept", "application/json");
    if (method !== "GET") request.setRequestHeader("X-CSRFToken", token);
    Object.entries(headers).forEach(([name, value]) => request.setRequestHeader(name, value));
    if (progress) request.upload.addEventListener("progress", (event) => progress(event.loaded));
    request.timeout = 120_000;
    request.addEventListener("load", () => resolve({ status: request.status, said: parsed(request.responseText) }));
    ["error", "timeout", "abort"].forEach((kind) => request.addEventListener(kind, () => reject(new Error(kind))));
    sent?.(request);
    request.send(body);
  });
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null; // a page: the session has ended, or something stands in between
  }
}

function pause(seconds) {
  return new Promise((resolve) => {
    const go = () => {
      clearTimeout(timer);
      window.removeEventListener("online", go);
      resolve();
    };
    const timer = setTimeout(go, seconds * 1000);
    window.addEventListener("online", go);
  });
}

// Try until there is an answer that will not change by itself, in growing pauses; null once the file was taken out
async function insist(attempt, isOver = () => false) {
  for (let tries = 0; !isOver(); tries += 1) {
    const answer = await attempt().catch(() => null);
    if (answer && answer.status < 500 && ![0, 408, 429].includes(answer.status)) {
      sayLine("");
      return answer;
    }
    if (isOver()) return null;
    const seconds = Math.min(2 ** tries, LONGEST_PAUSE);
    sayLine(navigator.onLine ? filled(words.again, { seconds }) : words.offline);
    await pause(seconds);
  }
  return null;
}

// The files

const waiting = []; // announced, in their order
const known = new Map(); // id → what is being sent
let isSending = false;
let isChoosing = 0; // announcements under way
let wish = null; // the button that was pressed before all files were here

const rowOf = (id) => list.querySelector(`[data-upload="${id}"]`);
const note = (item, text) => {
  const place = rowOf(item.id)?.querySelector("[data-note]");
  if (place) place.textContent = text;
};

function show(item, more = 0) {
  const here = Math.min(item.received + more, item.file.size);
  const bar = rowOf(item.id)?.querySelector("progress");
  if (bar) bar.value = here;
  note(item, filled(words.coming, { share: share.format(Math.floor((100 * here) / item.file.size) / 100) }));
}

function place(html, id) {
  const box = document.createElement("template");
  box.innerHTML = html;
  const fresh = box.content.firstElementChild;
  const old = rowOf(id);
  if (!old) list.append(fresh);
  else {
    keepTyped(old, fresh);
    const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
    old.replaceWith(fresh);
    if (focused) document.getElementById(focused)?.focus();
  }
  return fresh;
}

function keepTyped(old, fresh) {
  fresh.querySelectorAll("input[type=text], input:not([type]), select").forEach((box) => {
    const before = old.querySelector(`[name="${box.name}"]`);
    if (before) box.value = before.value;
  });
}

function count() {
  const rows = [...list.querySelectorAll("[data-upload]")].filter((row) => row.dataset.state !== "refused");
  const here = rows.filter((row) => row.dataset.state !== "receiving").length;
  form.querySelector("[data-count]").textContent = rows.length ? filled(words.left, { here, all: rows.length }) : "";
}

async function choose(files) {
  say(refused, "");
  for (const file of files) {
    isChoosing += 1;
    form.querySelector("[data-count]").textContent ||= words.turn;
    const body = new URLSearchParams({ key: `${file.name}|${file.size}|${file.lastModified}`, name: file.name, size: file.size });
    const answer = await insist(() => ask("POST", `${words.delivery}/files`, { body }));
    isChoosing -= 1;
    if (!answer?.said?.id) {
      say(refused, `${file.name}: ${answer?.said?.error ?? words.gone}`);
      continue;
    }
    announced(file, answer.said);
  }
  sendOn();
}

function announced(file, said) {
  const row = place(said.row, said.id);
  count();
  if (said.state !== "receiving" || known.has(said.id)) return watch();
  const item = { id: said.id, file, address: row.dataset.address, received: said.received, hashes: [], isOut: false, request: null };
  known.set(item.id, item);
  waiting.push(item);
  if (item.received) show(item);
  else note(item, words.turn);
  work();
}

async function work() {
  if (isSending) return;
  isSending = true;
  while (waiting.length) {
    const item = waiting.shift();
    await send(item).catch(() => note(item, words.unread)); // the file was moved or deleted meanwhile
    known.delete(item.id);
    count();
  }
  isSending = false;
  watch();
  sendOn();
}

async function send(item) {
  for (let anew = 0; anew < 2; anew += 1) {
    if (!(await sendPieces(item))) return;
    const body = new URLSearchParams({ sha256: await fingerprint(item) });
    const answer = await insist(() => ask("POST", `${item.address}/end`, { body }), () => item.isOut);
    if (!answer) return;
    if (answer.status === 409 && answer.said?.received !== undefined) item.received = answer.said.received;
    else if (!answer.said?.state) return note(item, answer.said?.error ?? words.gone);
    else if (answer.said.state !== "receiving") return arrived(item);
    else {
      item.received = 0;
      note(item, words.anew);
    }
  }
  note(item, words.gone);
}

// True once the last piece is there
async function sendPieces(item) {
  for (let damaged = 0; item.received < item.file.size && !item.isOut; ) {
    const start = item.received;
    const bytes = await item.file.slice(start, start + PIECE).arrayBuffer();
    const headers = { "Content-Type": "application/octet-stream", "Upload-Offset": String(start), "X-Content-SHA256": await hash(item, start, bytes) };
    const options = { body: bytes, headers, progress: (loaded) => show(item, loaded), sent: (request) => (item.request = request) };
    const answer = await insist(() => ask("PUT", item.address, options), () => item.isOut);
    if (!answer) return false;
    if (answer.said?.received !== undefined) item.received = answer.said.received; // also when another tab was faster
    else if (answer.status === 422 && (damaged += 1) < 3) continue;
    else {
      note(item, answer.said?.error ?? words.gone);
      return false;
    }
    show(item);
  }
  return !item.isOut;
}

// SHA-256 of each piece; without a secure connection the browser reckons none, and only the server does
async function hash(item, start, bytes) {
  if (!crypto.subtle) return "";
  return (item.hashes[start / PIECE] ??= hex(await crypto.subtle.digest("SHA-256", bytes)));
}

async function fingerprint(item) {
  if (!crypto.subtle) return "";
  const all = [];
  for (let start = 0; start < item.file.size; start += PIECE) {
    const digest = item.hashes[start / PIECE] ?? (await hash(item, start, await item.file.slice(start, start + PIECE).arrayBuffer()));
    all.push(...digest.match(/../g).map((pair) => parseInt(pair, 16)));
  }
  return hex(await crypto.subtle.digest("SHA-256", new Uint8Array(all)));
}

function arrived(item) {
  const row = rowOf(item.id);
  if (!row) return;
  row.dataset.state = "checking";
  note(item, words.checking);
  watch();
}

// A small picture that a cut line took is fetched again, as the pieces are
const MOST_TRIES = 12;

async function fetchAgain(picture) {
  const tries = Number(picture.dataset.tries ?? 0);
  if (tries === MOST_TRIES) return;
  picture.dataset.tries = tries + 1;
  await pause(Math.min(2 ** tries, LONGEST_PAUSE));
  if (picture.isConnected) picture.src = picture.getAttribute("src");
}

list.addEventListener("error", (event) => event.target.matches("img") && fetchAgain(event.target), true); // it does not bubble

// What the server finds in them

let isWatching = false;

async function watch() {
  if (isWatching) return;
  isWatching = true;
  for (let seconds = 1; list.querySelector('[data-state="checking"]'); seconds = Math.min(seconds * 1.5, 8)) {
    await pause(seconds);
    const answer = await insist(() => ask("GET", `${words.delivery}/state.json`));
    for (const file of answer?.said?.files ?? []) {
      const row = rowOf(file.id);
      // the answer may be older than the end of a file: then it still says that pieces are coming
      const isJudged = file.state !== "checking" && file.state !== "receiving";
      if (row?.dataset.state === "checking" && isJudged) place(file.row, file.id);
    }
    if (!answer?.said) break;
  }
  isWatching = false;
  count();
}

async function takeOut(row) {
  const item = known.get(Number(row.dataset.upload));
  if (item) {
    item.isOut = true;
    item.request?.abort();
    if (waiting.includes(item)) waiting.splice(waiting.indexOf(item), 1);
    known.delete(item.id);
  }
  const answer = await insist(() => ask("POST", `${row.dataset.address}/remove`));
  if (answer?.said?.state === "removed") row.remove();
  else say(refused, answer?.said?.error ?? words.gone);
  count();
  sendOn();
}

// What is typed, and sending it all

let unsaved = null;

function saveSoon() {
  clearTimeout(unsaved);
  unsaved = setTimeout(save, 1200);
}

async function save() {
  const body = new FormData(form);
  ["file", "request_token", "csrf_token"].forEach((name) => body.delete(name)); // a draft is sent as often as it changes
  const answer = await ask("POST", `${words.delivery}/write`, { body }).catch(() => null);
  const isSaved = answer?.status === 200 && answer.said;
  form.querySelector("[data-saving]").textContent = isSaved ? words.saved : words.unsaved;
  unsaved = null;
  if (!isSaved && (answer?.status ?? 500) >= 500) unsaved = setTimeout(save, 5000);
}

const isBusy = () => isSending || isChoosing > 0 || waiting.length > 0;

function sendOn() {
  if (!wish || isBusy()) return;
  const button = wish === true ? undefined : wish;
  wish = null;
  form.requestSubmit(button);
}

form.addEventListener("submit", (event) => {
  if (isBusy() && !event.submitter?.hasAttribute("formaction")) {
    event.preventDefault();
    wish = event.submitter ?? true; // true: by the keyboard
    form.querySelector("[data-saving]").textContent = words.later;
  }
  if (event.defaultPrevented) return;
  clearTimeout(unsaved);
  unsaved = null;
});
// Enter in a line would press the first button of the form, which takes a file out
form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("input") && !event.ctrlKey && !event.metaKey) event.preventDefault();
});
form.addEventListener("input", saveSoon);
list.addEventListener("click", (event) => {
  const button = event.target.closest("[data-remove]");
  if (!button) return;
  event.preventDefault();
  takeOut(button.closest("[data-upload]"));
});

// Where files come from

form.querySelector("[data-plain]").remove();
form.querySelector("[data-quick]").hidden = false;
const drop = form.querySelector("[data-drop]");
for (const kind of ["many", "camera"]) {
  const input = form.querySelector(`[data-${kind}]`);
  form.querySelector(`[data-choose="${kind}"]`).addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    choose([...input.files]);
    input.value = "";
  });
}
document.addEventListener("dragover", (event) => {
  event.preventDefault();
  drop.classList.add("is-over");
});
document.addEventListener("dragleave", (event) => event.relatedTarget || drop.classList.remove("is-over"));
document.addEventListener("drop", (event) => {
  event.preventDefault();
  drop.classList.remove("is-over");
  choose([...event.dataTransfer.files]);
});
window.addEventListener("offline", () => isBusy() && sayLine(words.offline));
window.addEventListener("online", () => sayLine(""));
window.addEventListener("beforeunload", (event) => {
  if (isBusy() || unsaved) event.preventDefault();
});
count();
watch();
