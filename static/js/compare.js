// Two pictures of the same page over each other: a slider says how much of the newer one is shown. Without this module
// they stand side by side. No words here: the label comes from data-label.
function over(figure) {
  const pictures = figure.querySelector(".slide__pictures");
  const [, newer] = pictures.querySelectorAll("img");
  const slider = document.createElement("input");
  Object.assign(slider, { type: "range", min: "0", max: "100", value: "50", step: "1" });
  slider.setAttribute("aria-label", figure.dataset.label);
  const show = () => {
    newer.style.setProperty("clip-path", `inset(0 0 0 ${100 - slider.value}%)`);
    slider.setAttribute("aria-valuetext", `${slider.value} %`);
  };
  slider.addEventListener("input", show);
  pictures.classList.add("slide__pictures--over");
  pictures.after(slider);
  show();
}

document.querySelectorAll("[data-slide]").forEach(over);
