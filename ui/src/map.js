// Leaflet for the pages that show a map; its pictures lie beside this script.
import L from "leaflet";
import marker from "leaflet/dist/images/marker-icon.png";
import marker2x from "leaflet/dist/images/marker-icon-2x.png";
import shadow from "leaflet/dist/images/marker-shadow.png";

const base = document.currentScript ? document.currentScript.src : window.location.href;
const beside = (file) => new URL(file, base).href;

L.Icon.Default.imagePath = "";
L.Icon.Default.mergeOptions({
  iconUrl: beside(marker),
  iconRetinaUrl: beside(marker2x),
  shadowUrl: beside(shadow),
});

window.L = L;

// A round of stops on the county's own outlines: no tile, no other's server.
const TOWN = { color: "#9aa7ba", weight: 1, fillColor: "#eef2f8", fillOpacity: 0.8 };
const ROUND = { color: "#1d4fa8", weight: 3, dashArray: "6 6" };

// Words as an element: what somebody is called is never read as HTML.
function textOf(words) {
  const element = document.createElement("span");
  element.textContent = words;
  return element;
}

function draw(place) {
  const read = (name) => JSON.parse(place.dataset[name] || "[]");
  const stops = read("countyStops");
  const map = L.map(place, { attributionControl: false, zoomSnap: 0.25 });
  const base = L.featureGroup().addTo(map);
  for (const town of read("countyBase")) {
    L.geoJSON(town.outline, { style: TOWN, interactive: false }).addTo(base);
    L.tooltip(town.at, { permanent: true, direction: "center", className: "town" })
      .setContent(textOf(town.name))
      .addTo(base);
  }
  const round = L.featureGroup().addTo(map);
  L.polyline(stops.map((stop) => stop.at), ROUND).addTo(round);
  stops.forEach((stop, number) => {
    L.marker(stop.at, { title: stop.title, alt: stop.title }).bindTooltip(textOf(stop.title)).addTo(round);
    if (number === 0) round.getLayers()[0].bringToBack();
  });
  const whole = (stops.length > 1 ? round : base).getBounds();
  if (whole.isValid()) map.fitBounds(whole, { padding: [30, 30], maxZoom: 14 });
}

// A figure by town or by grid: the more, the darker; a count that is not told is grey.
const TONES = ["#f4f7fb", "#d6e4f7", "#aecbf0", "#7ea9e6", "#4a82d6", "#1d4fa8"];
const UNTOLD = "#d5d9e0";

// A small cell has no room for what a town is, which English adds to its name.
const short = (name) => name.replace(/ (Town|Subdistrict)$/, "");

function shade(place) {
  const pieces = JSON.parse(place.dataset.countyPieces || "[]");
  const map = L.map(place, { attributionControl: false, zoomSnap: 0.25, scrollWheelZoom: false });
  const drawn = L.featureGroup().addTo(map);
  for (const piece of pieces) {
    if (!piece.outline.coordinates) continue;
    const fillColor = piece.tone < 0 ? UNTOLD : TONES[piece.tone];
    L.geoJSON(piece.outline, {
      style: { color: "#7d8ca3", weight: 1, fillColor, fillOpacity: 0.95 }, interactive: false,
    }).addTo(drawn);
    const told = piece.count === null ? place.dataset.countyFew : piece.count;
    L.tooltip(piece.at, { permanent: true, direction: "center", className: piece.tone > 3 ? "town light" : "town" })
      .setContent(textOf(`${short(piece.name)} ${told}`))
      .addTo(drawn);
  }
  const whole = drawn.getBounds();
  if (whole.isValid()) map.fitBounds(whole, { padding: [10, 10] });
}

addEventListener("DOMContentLoaded", () => {
  for (const place of document.querySelectorAll("[data-county-map]")) {
    if (place.dataset.countyPieces) shade(place);
    else draw(place);
  }
});
