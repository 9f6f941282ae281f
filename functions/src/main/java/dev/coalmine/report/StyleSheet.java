package dev.coalmine.report;

/** The styles of a page. They apply only within the page's element. */
final class StyleSheet {
  private StyleSheet() {}

  /** Additional styles of a document. */
  static final String PAGE =
      "html{background:#fff}@media(prefers-color-scheme:dark){html{background:#14171c}}"
          + "body{margin:0}@media print{html{background:#fff}@page{margin:12mm}}";

  static final String LIGHT =
      "--bg:#fff;--soft:#f4f5f7;--rule:#d9dde3;--ink:#16191f;--quiet:#596273;--canary:#9a4a00;"
          + "--fill:#fbe3c0;--base:#4d5b72;--area:#dfe4ec;--good:#13703a;--bad:#b3191f;"
          + "--goodbg:#e7f5ec;--badbg:#fdeaea;--runbg:#e8f0fe;--run:#1a56b0;--hover:#f0e9dc;";
  static final String DARK =
      "--bg:#14171c;--soft:#1d2128;--rule:#363c47;--ink:#eceff4;--quiet:#a2abba;--canary:#ffb84d;"
          + "--fill:#4a3513;--base:#a9b8d0;--area:#2f3847;--good:#5fd38b;--bad:#ff8a85;"
          + "--goodbg:#14301f;--badbg:#3b1a1c;--runbg:#16294a;--run:#8db8ff;--hover:#2b2a26;";

  /** The styles of the page's element. */
  static final String SHEET =
      ".coalmine{"
          + LIGHT
          + "color-scheme:light}"
          + "@media(prefers-color-scheme:dark){.coalmine:not(.light){"
          + DARK
          + "color-scheme:dark}}"
          + ".coalmine.dark{"
          + DARK
          + "color-scheme:dark}"
          + "@media print{.coalmine.coalmine{"
          + LIGHT
          + "color-scheme:light}}"
          +
"""
.coalmine{container-type:inline-size;background:var(--bg);color:var(--ink);font:14px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;max-width:1240px;margin:0 auto;padding:16px;box-sizing:border-box;overflow-wrap:anywhere}
.coalmine *{box-sizing:border-box}
.coalmine .hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.coalmine .head{border-left:6px solid var(--tone);background:var(--tint);border-radius:6px;padding:12px 16px 14px;--tone:var(--quiet);--tint:var(--soft)}
.coalmine .head.good{--tone:var(--good);--tint:var(--goodbg)}
.coalmine .head.bad{--tone:var(--bad);--tint:var(--badbg)}
.coalmine .head.running{--tone:var(--run);--tint:var(--runbg)}
.coalmine .outcome{color:var(--tone);font-size:13px;letter-spacing:.06em;display:flex;align-items:center;gap:6px}
.coalmine .head .icon path{stroke:var(--tone)}.coalmine .head .icon .s-bad,.coalmine .head .icon .s-plain{fill:var(--tone)}
.coalmine h1{font-size:22px;line-height:1.3;margin:0 0 6px;font-weight:650}
.coalmine .change{font-size:14px;font-weight:400;color:var(--quiet);margin-left:8px}
.coalmine h1 .change{display:block;line-height:1.4;margin:2px 0 0}
.coalmine .reason{margin:0;display:block;max-width:110ch}
.coalmine .reason span{display:block;padding-left:14px;text-indent:-14px}
.coalmine .reason span+span::before{content:""}
.coalmine .reason span:first-child{font-weight:600}
.coalmine .standing{margin:0 0 6px;font-weight:600}
.coalmine .running .reason{min-height:4.4em}
.coalmine .running .reason span:first-child{font-weight:400}
.coalmine .long summary{cursor:pointer;list-style:none}
.coalmine .long[open] summary{display:none}
.coalmine .facts{display:grid;grid-template-columns:repeat(2,1fr);gap:8px 16px;margin:14px 0 6px}
.coalmine .facts div{min-width:0}
.coalmine dt{color:var(--quiet);font-size:12px}
.coalmine dd{margin:0}
.coalmine dd b{display:block;font-size:18px;line-height:1.2;font-weight:650;font-variant-numeric:tabular-nums}
.coalmine dd small{font-size:12px;color:var(--quiet)}
.coalmine .target summary{cursor:pointer}.coalmine .target h3{display:inline-block}
.coalmine h3{font-size:15px;margin:18px 0 0}
.coalmine .facts+section{margin-top:18px}
.coalmine .plot{padding:0 10px 0 46px;overflow:hidden}
.coalmine .picture{display:block}
.coalmine svg text{font-size:11px;fill:var(--ink);stroke:none;font-variant-numeric:tabular-nums;pointer-events:none}
.coalmine svg .title{font-size:13px;font-weight:650}
.coalmine svg .note,.coalmine svg .y{fill:var(--quiet);font-weight:400;font-size:11px}
.coalmine svg .alarm{font-size:11px}
.coalmine svg .b{font-weight:650}
.coalmine svg path,.coalmine svg line{pointer-events:none}
.coalmine .grid{stroke:var(--rule);stroke-width:1}
.coalmine .axis{stroke:var(--quiet);stroke-width:1}
.coalmine .limit{stroke:var(--bad);stroke-width:1;stroke-dasharray:6 3}
.coalmine .cut{stroke:var(--ink);stroke-width:1;stroke-opacity:.45}.coalmine .now{stroke:var(--run);stroke-width:1.5;stroke-dasharray:2 3}
.coalmine .share{fill:var(--fill);stroke:none}
.coalmine path.line{fill:none;stroke:var(--canary);stroke-width:2;stroke-linejoin:round}
.coalmine path.halo{fill:none;stroke:var(--bg);stroke-width:4.5;stroke-linejoin:round}
.coalmine .area{fill:var(--area);stroke:none}
.coalmine .range{fill:var(--canary);fill-opacity:.28;stroke:none}
.coalmine .edge{fill:none;stroke:var(--base);stroke-width:1.2}
.coalmine .usual{fill:none;stroke:var(--quiet);stroke-width:1;stroke-dasharray:1 4}
.coalmine .dot{fill:var(--canary);stroke:var(--bg);stroke-width:1}
.coalmine .column{fill:transparent}
.coalmine .column:hover{fill:var(--hover)}
.coalmine svg .canary{fill:var(--canary)}
.coalmine path.canary{fill:none}
.coalmine svg .baseline{fill:var(--base)}
.coalmine svg .main{fill:var(--ink)}
.coalmine svg .quiet{fill:var(--quiet)}
.coalmine svg .bad{fill:var(--bad)}
.coalmine svg .over{paint-order:stroke;stroke:var(--bg);stroke-width:3px;stroke-linejoin:round}
.coalmine path.test{fill:none;stroke:var(--quiet);stroke-width:1}
.coalmine path.main{fill:none;stroke:var(--ink);stroke-width:2}
.coalmine path.crossed{stroke:var(--bad);stroke-width:2.2}
.coalmine .d0{stroke-dasharray:7 3}.coalmine .d1{stroke-dasharray:2 2}.coalmine .d2{stroke-dasharray:7 2 2 2}.coalmine .d3{stroke-dasharray:4 2}.coalmine .d4{stroke-dasharray:1 3}
.coalmine .stem{stroke:var(--rule);fill:none}
.coalmine .hit{fill:transparent}
.coalmine .s-plain{fill:var(--ink);stroke:none}
.coalmine .s-line{fill:var(--bg);stroke:var(--ink);stroke-width:1.6;stroke-linecap:round;stroke-linejoin:round}
.coalmine .s-canary{fill:var(--canary);stroke:none}
.coalmine .s-bad{fill:var(--bad);stroke:none}
.coalmine .s-bad-line{fill:none;stroke:var(--bad);stroke-width:2.4;stroke-linecap:round;stroke-linejoin:round}
.coalmine .s-good-line{fill:none;stroke:var(--good);stroke-width:2.6;stroke-linecap:round;stroke-linejoin:round}
.coalmine svg text.s-line{fill:var(--ink);stroke:none}
.coalmine svg text.s-canary{fill:var(--canary)}
.coalmine svg text.s-bad,.coalmine svg text.s-bad-line{fill:var(--bad);stroke:none;font-weight:650}
.coalmine svg text.s-good-line{fill:var(--good);stroke:none;font-weight:650}
.coalmine .pass{fill:var(--good)}
.coalmine .next{fill:none;stroke:var(--run);stroke-width:1.4;stroke-dasharray:2 2}
.coalmine .unsure{fill:var(--bg);stroke:var(--quiet);stroke-width:1.4}
.coalmine .alarm-ok{fill:var(--good)}
.coalmine .alarm-alarm{fill:var(--bad)}
.coalmine .alarm-excused{fill:none;stroke:var(--bad);stroke-width:1.5}
.coalmine .alarm-insufficient-data{fill:none;stroke:var(--quiet);stroke-width:1;stroke-dasharray:3 2}
.coalmine .alarm-changed{fill:none;stroke:var(--bad);stroke-width:1.5;stroke-dasharray:2 2}
.coalmine .alarm-missing{fill:none;stroke:var(--bad);stroke-width:1;stroke-dasharray:1 3}
.coalmine .legend{list-style:none;display:flex;flex-wrap:wrap;gap:2px 16px;margin:6px 0 14px;padding:0;font-size:12px;color:var(--quiet)}
.coalmine p.legend{display:block;max-width:110ch;margin-top:-6px}
.coalmine .legend li{display:flex;align-items:center;gap:5px}
.coalmine .icon{flex:none;vertical-align:-3px}
.coalmine .part{border-top:1px solid var(--rule);padding:10px 0}
.coalmine .part summary{cursor:pointer;font-weight:650;font-size:15px}
.coalmine .scroll{overflow-x:auto;margin-top:6px}
.coalmine table{border-collapse:collapse;font-size:13px;width:100%}
.coalmine th,.coalmine td{text-align:left;vertical-align:top;padding:3px 12px 3px 0;border-bottom:1px solid var(--rule);font-weight:400;overflow-wrap:normal}
.coalmine thead th{color:var(--quiet);font-size:12px;white-space:nowrap}
.coalmine .n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.coalmine td.i{padding-right:2px;width:20px}
.coalmine td.w{overflow-wrap:anywhere;width:99%}
.coalmine .wide td{white-space:nowrap}
.coalmine .st{display:none}
.coalmine td.quiet,.coalmine p.quiet{color:var(--quiet)}
.coalmine .sum td{font-weight:650;border-bottom:0}
.coalmine pre{background:var(--soft);padding:10px 12px;border-radius:6px;font:12px/1.5 ui-monospace,Menlo,Consolas,"Liberation Mono",monospace;white-space:pre-wrap;margin:8px 0 0}
.coalmine footer{color:var(--quiet);font-size:12px;border-top:1px solid var(--rule);padding-top:10px}
.coalmine .t2,.coalmine .t3,.coalmine .o2,.coalmine .o3{display:none}
@container(max-width:639px){.coalmine .stack{display:grid}.coalmine .k5{grid-template-columns:repeat(4,auto) 1fr}.coalmine .k4{grid-template-columns:repeat(3,auto) 1fr}.coalmine .k3{grid-template-columns:repeat(2,auto) 1fr}.coalmine .stack thead,.coalmine .stack tbody,.coalmine .stack tr{display:grid;grid-template-columns:subgrid;grid-column:1/-1}.coalmine .stack tbody tr{border-bottom:1px solid var(--rule);padding:3px 0}.coalmine .stack tbody td{border:0;padding-top:0;padding-bottom:0}.coalmine .stack th.w{display:none}.coalmine .stack td.w{grid-column:1/-1;width:auto;color:var(--quiet)}}
@container(min-width:640px){.coalmine .facts+section{margin-top:18px}
.coalmine .plot{padding-right:184px}.coalmine .t2,.coalmine .o2{display:inline}.coalmine .o1{display:none}.coalmine .st{display:table-cell}.coalmine h1 .change{display:inline-block;margin-left:6px}.coalmine .facts{grid-template-columns:repeat(3,1fr)}}
@container(min-width:960px){.coalmine .facts+section{margin-top:18px}
.coalmine .plot{padding-right:248px}.coalmine .t3,.coalmine .o3{display:inline}.coalmine .o2{display:none}.coalmine .facts{grid-template-columns:repeat(6,1fr)}}
@media print{.coalmine{max-width:none;padding:0;font-size:12px;-webkit-print-color-adjust:exact;print-color-adjust:exact}.coalmine .plot{break-inside:avoid}.coalmine tr,.coalmine .head,.coalmine .facts{break-inside:avoid}.coalmine .scroll{overflow:visible}.coalmine table,.coalmine thead th{font-size:10px}.coalmine th,.coalmine td{padding-right:6px}.coalmine .wide table{font-size:8px}.coalmine .wide thead th,.coalmine .wide .n{white-space:normal;font-size:8px}.coalmine .wide th,.coalmine .wide td{padding-right:4px;white-space:normal}.coalmine details::details-content{content-visibility:visible;display:block}}
"""
              .replace("\n", "");
}
