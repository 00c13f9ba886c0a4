// What the stand-in knows, fetched once a second, and its doors.

import { say } from "./words.js";

export const world = { version: -1, officers: {}, residents: {}, accounts: {}, sessions: [],
  follows: [], posts: [], tasks: [], ways: [], tag_groups: {}, files: {}, options: {},
  calls: [], pushes: [], now: 0, callback: "", account: "" };

let heard = () => {};

export function onChange(act) {
  heard = act;
}

export async function refresh() {
  const answer = await fetch(`/_standin/state?since=${world.version}`);
  const { result } = await answer.json();
  const changed = result.version !== world.version;
  Object.assign(world, result);
  document.getElementById("clock").textContent = moment(world.now);
  if (changed) heard();
}

export async function watch() {
  for (;;) {
    try {
      await refresh();
    } catch {
      tell(say("stopped"));
    }
    await new Promise((go) => setTimeout(go, document.hidden ? 3000 : 1000));
  }
}

export async function post(door, body = {}) {
  const answer = await fetch(`/_standin/${door}`, { method: "POST", body: JSON.stringify(body) });
  const said = await answer.json();
  if (said.error) {
    tell(said.error);
    throw new Error(said.error);
  }
  await refresh();
  return said.result;
}

export function act(door, body) {
  return post(door, body).catch(() => null);
}

let hiding = 0;

export function tell(words) {
  const notice = document.getElementById("notice");
  notice.textContent = words;
  notice.hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => { notice.hidden = true; }, 4000);
}

export function moment(seconds) {
  const parts = { month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
    second: "2-digit", hour12: false };
  return new Date(seconds * 1000).toLocaleString("zh-CN", parts);
}

export function make(tag, traits = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(traits)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name in made && name !== "list") made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children.filter((one) => one !== null && one !== undefined));
  return made;
}

export function choose(select, entries) {
  const marks = entries.map((one) => one.join("\n")).join("\r");
  if (select.dataset.marks === marks) return;
  const before = select.value;
  select.replaceChildren(...entries.map(([value, words]) => make("option", { value }, words)));
  if (entries.some(([value]) => value === before)) select.value = before;
  select.dataset.marks = marks;
}

export function show(list, items) {
  const near = list.scrollHeight - list.scrollTop - list.clientHeight < 60;
  list.replaceChildren(...(items.length ? items : [make("li", { className: "empty" }, say("nothing"))]));
  if (near || list.dataset.of !== list.dataset.was) list.scrollTop = list.scrollHeight;
  list.dataset.was = list.dataset.of;
}
