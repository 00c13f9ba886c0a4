// The wall: charts on a dark screen that ask for themselves again, a few seconds old at most.
import { init, registerMap, use } from "echarts/core";
import { EffectScatterChart, LineChart, SankeyChart, ScatterChart } from "echarts/charts";
import { AriaComponent, GeoComponent, GridComponent, LegendComponent } from "echarts/components";
import { CanvasRenderer } from "echarts/renderers";

use([
  EffectScatterChart, LineChart, SankeyChart, ScatterChart,
  AriaComponent, GeoComponent, GridComponent, LegendComponent, CanvasRenderer,
]);

const EVERY = 5000; // no figure is older, whether or not news was heard
const SOON = 700; // after news, so that many facts at once are one question
const PATIENCE = 15000;

const now = document.getElementById("now");
const state = document.getElementById("state");
const still = window.matchMedia("(prefers-reduced-motion: reduce)");
const charts = new Map();

const read = (id) => JSON.parse(document.getElementById(id)?.textContent || "null");
const weekday = new Intl.DateTimeFormat(document.documentElement.lang, { weekday: "long", timeZone: "UTC" });
const two = (n) => String(n).padStart(2, "0");

function tick() {
  const at = new Date(Date.now() + 8 * 3600e3); // county time, wherever the screen hangs
  document.getElementById("clock").textContent =
    `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`;
  document.getElementById("day").textContent =
    `${at.getUTCFullYear()}-${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())} ${weekday.format(at)}`;
}

// Options are written for 1920 by 1080; a rem says how much larger or smaller this screen is.
const SIZES = new Set([
  "fontSize", "lineHeight", "symbolSize", "itemWidth", "itemHeight", "itemGap", "nodeWidth", "nodeGap",
  "left", "right", "top", "bottom",
]);

function sized(part, scale) {
  for (const [name, value] of Object.entries(part || {})) {
    if (typeof value === "number" && SIZES.has(name)) part[name] = value * scale;
    else if (typeof value === "object") sized(value, scale);
  }
  return part;
}

// Motion only for those who want it: a pulse becomes a still mark.
function calm(option) {
  if (!still.matches) return option;
  (option.series || []).forEach((one) => {
    if (one.type === "effectScatter") one.type = "scatter";
  });
  return option;
}

function draw() {
  const scale = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
  for (const place of now.querySelectorAll("[data-wall-chart]")) {
    const name = place.dataset.wallChart;
    const option = read(`wall-${name}`);
    if (!option) continue;
    charts.get(name)?.dispose();
    const chart = init(place);
    chart.setOption({ textStyle: { fontFamily: getComputedStyle(document.body).fontFamily }, ...calm(sized(option, scale)) });
    charts.set(name, chart);
  }
}

let asking = false;
let again;

function soon(pause = SOON) {
  again ??= setTimeout(ask, pause);
}

async function ask() {
  clearTimeout(again);
  again = undefined;
  if (asking) return;
  asking = true;
  const begun = performance.now();
  try {
    const stop = AbortSignal.timeout(PATIENCE);
    const answer = await fetch(document.body.dataset.countyWall, { headers: { "HX-Request": "true" }, signal: stop });
    if (!answer.ok) throw new Error(answer.status);
    replace(await answer.text());
    const at = document.getElementById("clock").textContent;
    state.textContent = `${state.dataset.countyFresh} ${at}`;
    state.className = "ok";
  } catch {
    state.textContent = state.dataset.countyLost;
    state.className = "bad";
  } finally {
    asking = false;
    soon(Math.max(SOON, EVERY - (performance.now() - begun)));
  }
}

// Only what says something else is put anew: a screen reader hears no more than that.
function replace(text) {
  const fresh = document.createElement("template");
  fresh.innerHTML = text;
  const parts = ["wall-map", "wall-trend", "wall-flows"];
  const old = [...now.children];
  const came = [...fresh.content.children];
  const drawn = parts.some((id) => fresh.content.getElementById(id)?.textContent !== document.getElementById(id)?.textContent);
  const same = old.length === came.length;
  came.forEach((part, n) => {
    const plain = !part.querySelector("[data-wall-chart]");
    if (same && plain && old[n].outerHTML === part.outerHTML) return;
    if (same) words(old[n], part, drawn);
    else now.append(part);
  });
  if (!same) old.forEach((part) => part.remove());
  if (drawn || !same) draw();
}

// A column keeps its charts where they are; the sections beside them are exchanged.
function words(old, fresh, drawn) {
  if (old.tagName === "SCRIPT") {
    old.textContent = fresh.textContent;
    return;
  }
  const before = [...old.children];
  const after = [...fresh.children];
  if (before.length !== after.length) {
    old.replaceWith(fresh);
    return;
  }
  after.forEach((part, n) => {
    const chart = part.querySelector("[data-wall-chart]");
    if (chart && !drawn) return;
    if (chart || before[n].outerHTML !== part.outerHTML) before[n].replaceWith(part);
  });
}

function listen() {
  const stream = new EventSource(document.body.dataset.countyLive);
  stream.addEventListener("fact", () => hasten());
  stream.addEventListener("again", () => hasten());
  stream.onerror = () => {
    if (stream.readyState === EventSource.CLOSED) setTimeout(listen, EVERY);
  };
  addEventListener("pagehide", () => stream.close());
}

let hastened = 0;
function hasten() {
  // News comes at once, but a busy county does not make the screen ask without a pause.
  const since = Date.now() - hastened;
  if (since < 2000) return;
  hastened = Date.now();
  clearTimeout(again);
  again = setTimeout(ask, SOON);
}

const towns = read("wall-towns");
if (towns && towns.features.length > 0) registerMap("towns", towns);
tick();
setInterval(tick, 1000);
draw();
listen();
soon(EVERY);
addEventListener("resize", draw);
document.getElementById("full").addEventListener("click", () => {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen().catch(() => {});
});
