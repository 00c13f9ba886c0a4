// The control page of the stand-in: draws all sides whenever something changed.

import { drawLog, startLog } from "./log.js";
import { drawOfficer, startOfficer } from "./officer.js";
import { drawPhone, startPhone } from "./phone.js";
import { startSidebar } from "./sidebar.js";
import { translate, turn } from "./words.js";
import { onChange, watch } from "./world.js";

function draw() {
  drawPhone();
  drawOfficer();
  drawLog();
}

function side(name) {
  document.body.dataset.side = name;
  for (const one of document.querySelectorAll(".sides button")) {
    one.setAttribute("aria-pressed", String(one.dataset.side === name));
  }
  // A list that was hidden could not be scrolled to its end.
  for (const list of document.querySelectorAll(".said")) list.scrollTop = list.scrollHeight;
}

translate(document);
side("phone");
for (const one of document.querySelectorAll(".sides button")) {
  one.addEventListener("click", () => side(one.dataset.side));
}
document.getElementById("language").addEventListener("click", () => {
  turn();
  translate(document);
  draw();
});
startPhone();
startOfficer();
startSidebar();
startLog();
onChange(draw);
watch();
