// 待发送: what waits on this phone, why, and what may be done about it.
"use strict";

const ReportWaiting = (() => {
  const { at, make, press, refill } = ReportScreen;

  const WHY = { sending: "正在发送", sign_in: "登录已过期，登录后自动发送", other_person: "登录的不是写这条的人，请用原来的账号登录", later: "没有信号，会自动再试",
    too_large: "中间的网络设备嫌内容太大，没有让它到达本系统（413）：可以改用小照片发送；请把这句话告诉本单位信息科或系统管理员",
    blocked: "回答的不是本系统，而是中间的网络（防火墙、代理或需要登录的无线网）：请换一个网络再发，或联系本单位信息科",
    away: "服务器前面的代理说系统没有应答：请联系系统管理员，会自动再试" };
  const isForeign = (why) => ["too_large", "blocked", "away"].includes(why);

  async function draw(owner, shown, take) {
    const all = (await ReportStore.drafts(owner)).filter((one) => one.id !== shown);
    localStorage.setItem("bihuan.waiting", String(all.filter((one) => one.state === "queued").length));
    at("waiting").hidden = !all.length;
    at("waiting-title").textContent = `待发送（${all.length}）`;
    refill(at("waiting-list"), ...await Promise.all(all.map((one) => card(one, take, () => draw(owner, shown, take)))));
  }

  async function card(one, take, again) {
    const item = make("li", "", "card");
    const photos = await ReportStore.photos(one.id);
    item.append(make("strong", one.fields.place || "（还没写部位）"), make("span", one.fields.description || "", "text"));
    let why = WHY[one.why] || "等待发送";
    if (one.state === "refused") why = `没有收下：${one.why}`;
    if (one.state === "writing") why = "没写完";
    if ((one.why === "later" || isForeign(one.why)) && one.next_at) why += `（${new Date(one.next_at).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", second: "2-digit" })}）`;
    item.append(make("span", `${why}，照片 ${photos.length} 张`, "why"));
    const row = make("p", "", "row");
    if (one.state === "queued" && one.why === "sign_in") {
      const link = make("a", "去登录", "button primary");
      link.href = "/sign-in?next=/report";
      row.append(link);
    } else if (one.state === "queued") row.append(press("马上发送", "quiet", () => ReportSending.now(true).then(again)));
    if (one.state === "queued" && one.why === "too_large") row.append(press("改用小照片发送", "primary", () => sendSmaller(one).then(again)));
    if (one.why !== "sending") row.append(press(one.state === "writing" ? "继续写" : "修改", "quiet", () => take(one)));
    const away = press("删除", "danger", async () => {
      if (away.dataset.sure) { await ReportStore.remove(one.id); await again(); return; }
      away.dataset.sure = "yes";
      away.textContent = "确定删除？照片也会删掉";
    });
    row.append(away);
    item.append(row);
    return item;
  }

  async function sendSmaller(one) {
    for (const photo of await ReportStore.photos(one.id)) {
      if (photo.hash) continue;
      const blob = await Photos.smaller(photo.blob);
      await ReportStore.mark(photo.id, { blob, sha: await Photos.hash(blob) });
    }
    await ReportSending.now(true);
  }

  return { draw, isForeign, WHY };
})();
