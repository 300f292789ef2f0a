// One stop of the Tab key for a whole map: arrows go to the nearest neighbour, Home and End to its western and eastern
// end. On a form (data-picks) a region ticks its box; Shift and dragging ticks every region in a frame. No words here.
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const figures = new Intl.NumberFormat("en-US");
const SVG = "http://www.w3.org/2000/svg";
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const middles = new WeakMap();

function middle(link) {
  if (!middles.has(link)) {
    const { x, y, width, height } = (link.querySelector("circle:last-of-type") ?? link).getBBox();
    middles.set(link, [x + width / 2, y + height / 2]);
  }
  return middles.get(link);
}

const linksOf = (map) => all(".map__drawing a", map);

function stopAt(link, map) {
  linksOf(map).forEach((other) => other.setAttribute("tabindex", other === link ? "0" : "-1"));
}

// The focus is seen over the neighbours, which are drawn later.
function ring(link, map) {
  map.querySelector(".map__ring")?.remove();
  if (!link?.matches(".map__regions a:focus-visible")) return;
  const path = map.querySelector(".map__lines").appendChild(document.createElementNS(SVG, "path"));
  path.setAttribute("class", "map__ring");
  path.setAttribute("d", link.querySelector("path").getAttribute("d"));
}

// Straight ahead counts once, sideways twice; what lies more sideways than ahead is no neighbour in that direction.
function neighbour(link, links, [right, down]) {
  const [x, y] = middle(link);
  const ahead = links
    .filter((other) => other !== link)
    .map((other) => {
      const [dx, dy] = [middle(other)[0] - x, middle(other)[1] - y];
      return { other, on: dx * right + dy * down, aside: Math.abs(dx * down) + Math.abs(dy * right) };
    })
    .filter(({ on, aside }) => on > 0 && aside <= on);
  return ahead.sort((a, b) => a.on + 2 * a.aside - (b.on + 2 * b.aside))[0]?.other;
}

function press(event) {
  const link = event.target.closest(".map__drawing a");
  if (!link || event.ctrlKey || event.metaKey || event.altKey) return;
  const map = link.closest("[data-map]");
  const links = linksOf(map);
  const byEast = () => links.toSorted((a, b) => middle(a)[0] - middle(b)[0]);
  const next =
    event.key in WAYS ? neighbour(link, links, WAYS[event.key])
    : event.key === "Home" ? byEast()[0]
    : event.key === "End" ? byEast().at(-1)
    : event.key === " " && map.hasAttribute("data-picks") ? link
    : null;
  if (next === null) return;
  event.preventDefault();
  if (next === link) pick(link);
  else next?.focus();
}

// Choosing: a link's address ends in the key of its region, and so do the ids of that region's boxes.
const keyOf = (link) => link.getAttribute("href").slice(-8);
const boxesOf = (key) => all(`[id="key-${key}"], [id="at-${key}"], [id="found-${key}"]`);

function pick(link, isOn) {
  const boxes = boxesOf(keyOf(link));
  const wanted = isOn ?? !boxes.some((box) => box.checked);
  boxes.forEach((box, n) => (box.checked = wanted && n === 0));
  boxes[0]?.dispatchEvent(new Event("change", { bubbles: true }));
}

function show(map) {
  const keys = new Set();
  linksOf(map).forEach((link) => {
    const isOn = boxesOf(keyOf(link)).some((box) => box.checked) || document.getElementById(`key-${keyOf(link).slice(0, 5)}`)?.checked;
    link.setAttribute("aria-checked", String(Boolean(isOn)));
    link.querySelector("path").setAttribute("fill", isOn ? map.dataset.on : map.dataset.off);
  });
  all('input[name="keys"]:checked, input[name="found"]:checked', map.closest("form")).forEach((box) => keys.add(box.value));
  all("[data-count]", map).forEach((place) => {
    place.textContent = figures.format([...keys].filter((key) => key.startsWith(place.dataset.count)).length);
  });
}

function frame(map) {
  const drawing = map.querySelector(".map__drawing");
  const at = (event) => new DOMPoint(event.clientX, event.clientY).matrixTransform(drawing.getScreenCTM().inverse());
  let start = null;
  let box = null;
  drawing.addEventListener("pointerdown", (event) => {
    if (!event.shiftKey || event.button) return;
    event.preventDefault();
    start = at(event);
    box = drawing.appendChild(document.createElementNS(SVG, "rect"));
    box.setAttribute("class", "map__box");
    drawing.setPointerCapture(event.pointerId);
  });
  drawing.addEventListener("pointermove", (event) => {
    if (!start) return;
    const here = at(event);
    const size = { x: Math.min(start.x, here.x), y: Math.min(start.y, here.y), width: Math.abs(here.x - start.x), height: Math.abs(here.y - start.y) };
    Object.entries(size).forEach(([name, value]) => box.setAttribute(name, value));
  });
  drawing.addEventListener("pointerup", (event) => {
    if (!start) return;
    const [left, top] = [Math.min(start.x, at(event).x), Math.min(start.y, at(event).y)];
    const [right, bottom] = [Math.max(start.x, at(event).x), Math.max(start.y, at(event).y)];
    const inside = linksOf(map).filter((link) => {
      const [x, y] = middle(link);
      return x > left && x < right && y > top && y < bottom;
    });
    box.remove();
    start = null;
    inside.forEach((link) => pick(link, true));
  });
  drawing.addEventListener("dragstart", (event) => event.preventDefault());
  drawing.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (event.shiftKey || link) event.preventDefault();
    if (link && !event.shiftKey) pick(link);
  });
}

function prepare(map) {
  const links = linksOf(map);
  const chosen = map.querySelector('.map__drawing a[aria-current="true"]');
  if (links.length) stopAt(chosen ?? links[0], map);
  chosen?.scrollIntoView({ block: "nearest", inline: "center" });
  map.addEventListener("focusin", (event) => {
    const link = event.target.closest(".map__drawing a");
    if (link) stopAt(link, map);
    ring(link, map);
  });
  map.addEventListener("focusout", () => ring(null, map));
  map.addEventListener("keydown", press);
  if (!map.hasAttribute("data-picks")) return;
  links.forEach((link) => link.setAttribute("role", "checkbox"));
  map.closest("form").addEventListener("change", () => show(map));
  frame(map);
  show(map);
}

all("[data-map]").forEach(prepare);
