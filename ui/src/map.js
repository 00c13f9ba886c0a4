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
