// The officers' workbench: Tabler's behaviour and htmx.
import "@tabler/core/dist/js/tabler.esm.js";
import "./htmx.js";
