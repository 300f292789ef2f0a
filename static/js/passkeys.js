// Passkeys: asks the device, puts its answer into the form and sends it. No words here: they come from data-* attributes.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const named = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

function answered(credential) {
  const { response } = credential;
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"].filter((name) => response[name]);
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    clientExtensionResults: {},
    response: Object.fromEntries(parts.map((name) => [name, text(response[name])])),
  });
}

async function ask(button) {
  const options = await (await fetch(button.dataset.question, { credentials: "same-origin" })).json();
  const publicKey = { ...options, challenge: bytes(options.challenge), allowCredentials: named(options.allowCredentials) };
  const credential = await navigator.credentials.get({ publicKey });
  button.form.elements[button.dataset.passkey].value = answered(credential);
  button.form.submit();
}

async function make(form) {
  const options = JSON.parse(form.dataset.newPasskey);
  const user = { ...options.user, id: bytes(options.user.id) };
  const publicKey = { ...options, user, challenge: bytes(options.challenge), excludeCredentials: named(options.excludeCredentials) };
  const credential = await navigator.credentials.create({ publicKey });
  form.elements.passkey.value = answered(credential);
  form.submit();
}

const tell = (root, words) => (root.querySelector("[data-passkey-failed]").textContent = words);

if (window.PublicKeyCredential) {
  document.querySelectorAll("[data-needs-passkeys]").forEach((part) => (part.hidden = false));
  document.querySelectorAll("[data-passkey]").forEach((button) =>
    button.addEventListener("click", () => {
      tell(button.parentElement, "");
      ask(button).catch(() => tell(button.parentElement, button.dataset.failed));
    }),
  );
  document.querySelectorAll("[data-new-passkey]").forEach((form) =>
    form.addEventListener("submit", (event) => {
      if (!form.elements.name.value.trim()) return; // the server says what is missing
      event.preventDefault();
      make(form).catch(() => tell(form, form.dataset.failed));
    }),
  );
}
