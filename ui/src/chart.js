// Charts: every element with data-county-chart draws the option found in the JSON it names.
//
//   <figure data-county-chart="by-day" aria-label="…"></figure>
//   <script type="application/json" id="by-day">{"xAxis": …}</script>
//
// A page or a fragment swapped in by htmx may carry charts; each is drawn once.
import { init, use } from "echarts/core";
import { BarChart, HeatmapChart, LineChart, PieChart, SankeyChart } from "echarts/charts";
import {
  AriaComponent,
  DatasetComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TitleComponent,
  TooltipComponent,
  VisualMapComponent,
} from "echarts/components";
import { CanvasRenderer } from "echarts/renderers";

use([
  BarChart, HeatmapChart, LineChart, PieChart, SankeyChart,
  AriaComponent, DatasetComponent, GridComponent, LegendComponent, MarkLineComponent,
  TitleComponent, TooltipComponent, VisualMapComponent,
  CanvasRenderer,
]);

const drawn = new WeakSet();

function draw(element) {
  if (drawn.has(element)) return;
  const source = document.getElementById(element.dataset.countyChart);
  if (!source) return;
  drawn.add(element);
  const option = JSON.parse(source.textContent);
  // HTML tooltips carry style attributes, which the content security policy refuses.
  if (option.tooltip) option.tooltip.renderMode = "richText";
  if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) option.animation = false;
  const chart = init(element);
  chart.setOption({ aria: { enabled: true }, ...option });
  const observer = new ResizeObserver(() => {
    if (element.isConnected) chart.resize();
    else {
      observer.disconnect();
      chart.dispose();
    }
  });
  observer.observe(element);
}

function drawAll(root) {
  root.querySelectorAll("[data-county-chart]").forEach(draw);
}

document.addEventListener("htmx:load", (event) => drawAll(event.target.parentNode || document));
if (document.readyState === "loading") {
  document.addEventListener("DOMContentLoaded", () => drawAll(document));
} else {
  drawAll(document);
}
