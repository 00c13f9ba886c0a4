// What was called and pushed, and the switches that break things.

import { say } from "./words.js";
import { act, make, moment, tell, world } from "./world.js";

const at = (id) => document.getElementById(id);
const SWITCHES = ["drop", "duplicate", "reorder", "delay", "retry"];

function rows(body, entries, cells) {
  body.replaceChildren(...entries.slice().reverse().map((one) => make("tr", {},
    ...cells(one).map(([words, wrong]) => make("td", { className: wrong ? "wrong" : "" }, String(words))))));
}

export function drawLog() {
  rows(at("pushes"), world.pushes, (one) => [[moment(one.at)], [one.event], [one.attempts],
    [one.status.map((code) => ({ 0: "✕", "-1": "⏱" })[code] ?? code).join(" "), !one.well], [one.ms]]);
  rows(at("calls"), world.calls, (one) => [[moment(one.at)], [one.interface], [one.code, one.code !== "0"], [one.ms]]);
  const known = [...new Set(world.calls.map((one) => one.interface))].sort();
  at("known").replaceChildren(...known.map((value) => make("option", { value })));
  at("callback").textContent = world.callback || "—";
  for (const name of SWITCHES) {
    const field = at("switches")[name];
    if (field !== document.activeElement) field.value = world.options[name];
  }
}

export function startLog() {
  at("faults").addEventListener("submit", (event) => {
    event.preventDefault();
    const form = event.target;
    const said = form.answer.value;
    const next = said === "lost" ? "lost" : said === "500" ? [500, ""] : Number(said);
    act("faults", { interface: form.interface.value.trim(), answers: [next] }).then(() => tell(say("done")));
  });
  at("mend").addEventListener("click", () => act("faults", { clear: true }));
  at("forget").addEventListener("click", () => act("tokens", { forget: true }));
  at("switches").addEventListener("submit", (event) => {
    event.preventDefault();
    const form = event.target;
    const options = Object.fromEntries(SWITCHES.map((name) => [name,
      name === "retry" ? form[name].value : Number(form[name].value)]));
    act("options", options).then(() => tell(say("done")));
  });
  at("echo").addEventListener("click", async () => {
    const well = await act("callback", { url: world.callback });
    tell(say(well ? "echo-well" : "echo-bad"));
  });
  for (const one of document.querySelectorAll("[data-later]")) {
    one.addEventListener("click", () => act("clock", { later: Number(one.dataset.later) }));
  }
}
