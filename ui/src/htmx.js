// htmx as our content security policy lets it run: no injected <style>, nothing evaluated.
// A page's <meta name="htmx-config"> may set more.
import htmx from "htmx.org";

Object.assign(htmx.config, {
  includeIndicatorStyles: false,
  allowEval: false,
  allowScriptTags: false,
  selfRequestsOnly: true,
  defaultSettleDelay: 0, // what was swapped in answers at once, also to somebody quicker than 20 ms
});
window.htmx = htmx;

export default htmx;
