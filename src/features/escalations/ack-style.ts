/** One sheet for both themes, small enough to travel with the page: the values are the console's tokens. */
export const ackStyle = `
:root{color-scheme:light dark;--bg:light-dark(#f6f6f4,#0f1012);--surface:light-dark(#fff,#16181b);--surface-2:light-dark(#f3f3f0,#1c1f23);--surface-3:light-dark(#e7e7e3,#262a2f);
--line:light-dark(#e4e4df,#25282d);--line-2:light-dark(#c3c3bc,#3a3f46);--text:light-dark(#17191c,#eceef0);--text-2:light-dark(#454b53,#b0b6be);--text-3:light-dark(#5f666f,#8f969f);
--ink:light-dark(#1a1c1f,#eceef0);--on-ink:light-dark(#fff,#101113);--accent:light-dark(#2456c4,#8ab0ff)}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:flex;justify-content:center;background:var(--bg);color:var(--text);
font:400 14px/20px Inter,-apple-system,"Segoe UI",system-ui,Roboto,"Noto Sans","Liberation Sans",sans-serif;font-variant-numeric:tabular-nums}
h1,h2,p,ul{margin:0;padding:0;font-size:inherit}
main{width:100%;max-width:440px;min-height:100vh;display:flex;flex-direction:column;padding:12px 16px 0}
header{display:flex;align-items:center;gap:8px;min-height:36px;color:var(--text-3);font-size:12px}
header svg{color:var(--text)}header b{color:var(--text-2);font-weight:500}header i{font-style:normal;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}header span{margin-left:auto;white-space:nowrap}
.paged{display:flex;align-items:center;gap:8px;margin:12px 0 8px;flex-wrap:wrap;font-weight:500}
.sev{display:inline-flex;align-items:center;gap:6px;height:26px;padding:0 10px 0 8px;border-radius:4px;font-size:13px;font-weight:600;white-space:nowrap}
.s1{color:light-dark(#b8211a,#ff7b72);background:light-dark(#fdecea,#371614)}.s2{color:light-dark(#9c4600,#ff9f57);background:light-dark(#fdeedd,#331d0c)}
.s3{color:light-dark(#735700,#e5c454);background:light-dark(#fbf3d2,#2b2409)}.s4{color:light-dark(#515a65,#aab4c0);background:light-dark(#eceeef,#23272c)}
.solid.s1{color:#fff;background:light-dark(#c62a22,#d6372f)}.solid.s2{color:light-dark(#fff,#1d0f02);background:light-dark(#b35300,#ff9f57)}
.solid.s3{color:light-dark(#fff,#191400);background:light-dark(#856600,#e5c454)}.solid.s4{color:light-dark(#fff,#101113);background:light-dark(#515a65,#aab4c0)}
h1{font-size:20px;line-height:28px;font-weight:600;letter-spacing:-.015em;overflow-wrap:anywhere}
h2{font-size:13px;font-weight:600;margin:16px 0 4px}
.where{color:var(--text-2);margin-top:8px}.where b{font-weight:500;color:var(--text)}
.box{margin-top:12px;padding:12px;border-radius:10px;background:var(--surface);border:1px solid var(--line)}
.box div{display:flex;justify-content:space-between;gap:12px;color:var(--text-2);padding:2px 0;overflow-wrap:anywhere}.box b{color:var(--text);font-weight:600;text-align:right}
.done{display:flex;gap:12px;padding:12px;border-radius:10px;border:1px solid var(--line-2);background:var(--surface-2);margin-top:12px}
.done svg{flex:none;margin-top:2px}.done b{font-size:16px;line-height:24px;display:block}.done span{color:var(--text-2)}
ul,ol{list-style:none;margin:0;padding:0}ol li{align-items:flex-start;min-height:0;padding:6px 0;border:0}ol i{flex:none;display:inline-grid;place-items:center;width:22px;height:22px;border-radius:50%;border:1px solid var(--line-2);font-style:normal;font-size:12px;font-weight:600;color:var(--text-2)}
code,pre{font:13px/20px ui-monospace,"SF Mono",Menlo,Consolas,"Liberation Mono",monospace;overflow-wrap:anywhere}details{margin-top:8px}summary{list-style:none;gap:8px}summary::-webkit-details-marker{display:none}
pre{white-space:pre-wrap;margin:8px 0 0;padding:12px;border-radius:10px;background:var(--surface);border:1px solid var(--line)}
li{display:flex;align-items:center;gap:8px;min-height:36px;border-top:1px solid var(--line)}li:first-child{border-top:0}li em{margin-left:auto;font-style:normal;color:var(--text-3);text-align:right}
.av{display:inline-grid;place-items:center;width:22px;height:22px;border-radius:50%;background:var(--surface-3);font-size:12px;font-weight:600}
.act{position:sticky;bottom:0;margin:auto -16px 0;padding:12px 16px 16px;background:var(--bg);border-top:1px solid var(--line);display:grid;gap:8px;grid-template-columns:1fr 1fr}
.act form{display:grid}.wide,.left,.fuse{grid-column:1/-1}
.left{display:flex;justify-content:space-between;align-items:baseline;font-size:13px;color:var(--text-2)}.left b{font-size:20px;line-height:24px;font-weight:600;color:var(--text)}
.fuse{height:4px;border-radius:2px;background:var(--line);overflow:hidden}.fuse i{display:block;height:100%;background:var(--text-2);border-radius:2px}
button,.btn{display:flex;align-items:center;justify-content:center;min-height:48px;padding:0 12px;border-radius:6px;border:1px solid var(--line-2);background:var(--surface);color:var(--text);font:inherit;font-weight:500;text-decoration:none;cursor:pointer;text-align:center}
button.go{min-height:60px;font-size:16px;font-weight:600;border-radius:10px;background:var(--ink);border-color:var(--ink);color:var(--on-ink)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
@media(min-width:641px){body{align-items:center}main{min-height:0;border:1px solid var(--line);border-radius:10px;background:var(--surface);padding:12px 24px 0;overflow:hidden}.act{margin:16px -24px 0;padding:12px 24px 16px;background:var(--surface)}.box{background:var(--surface-2)}}
`

/** Counts the seconds down where scripts run, and looks again when they are over. Without scripts the text stands still and is right when it was sent. */
export const ackScript = `
const clock=document.querySelector('[data-until]');
if(clock){const until=+new Date()+Number(clock.dataset.left);const two=(n)=>String(n).padStart(2,'0');
const beat=()=>{const left=Math.ceil((until-new Date())/1000);if(left<=0)return location.reload();if(left<3600)clock.textContent=two(Math.floor(left/60))+':'+two(left%60);setTimeout(beat,1000)};beat()}
`
