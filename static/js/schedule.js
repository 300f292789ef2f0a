// The schedule beyond plain HTML: arrow keys walk over the days, a region proposes its twin, and what repeats unfolds how. Every step
// is a link or a field anyway.
const grid = document.querySelector("table[data-days]");
const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

grid?.addEventListener("keydown", (event) => {
  const days = [...grid.querySelectorAll("[data-day]")];
  const here = days.indexOf(event.target);
  const next = here < 0 ? null : days[here + (STEPS[event.key] ?? NaN)];
  if (!next || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  next.focus();
});

const how = document.querySelector("[data-repeats]");
const repeats = document.getElementById("repeats");
repeats?.addEventListener("change", () => {
  if (how) how.open = repeats.value !== "";
});

const halves = document.querySelector("[data-twins]");
const [own, other] = [document.getElementById("region"), document.getElementById("other_region")];

function propose(from, to) {
  const twin = JSON.parse(halves.dataset.twins)[from.value];
  if (twin && !to.value && [...to.options].some((option) => option.value === twin)) to.value = twin;
}

if (halves && own && other) {
  const isJoint = () => document.querySelector("input[name=reach][value=joint]")?.checked;
  halves.closest("form").addEventListener("change", () => isJoint() && propose(own, other));
}
