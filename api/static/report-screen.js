// The screen of 随手拍: what is typed, what is complained of, what is told. It knows no drafts.
"use strict";

const ReportScreen = (() => {
  const form = document.getElementById("report");
  const field = (name) => form.elements.namedItem(name);
  const at = (id) => document.getElementById(id);

  const make = (tag, text, kind) => {
    const node = document.createElement(tag);
    if (text) node.textContent = text;
    if (kind) node.className = kind;
    return node;
  };
  // Other children instead of these; older browsers know no replaceChildren.
  const refill = (node, ...children) => {
    node.textContent = "";
    node.append(...children);
  };
  const press = (text, kind, act) => {
    const button = make("button", text, `button ${kind}`);
    button.type = "button";
    button.addEventListener("click", act);
    return button;
  };

  function typed() {
    const fields = {};
    new FormData(form).forEach((value, name) => {
      if (typeof value === "string" && !name.startsWith("_") && name !== "seen" && name !== "photos" && name !== "fixed.photos") fields[name] = value;
    });
    return fields;
  }

  function put(fields) {
    Object.entries(fields).forEach(([name, value]) => {
      const found = field(name);
      if (!found) return;
      if (found instanceof RadioNodeList) found.value = value;
      else if (found.type === "checkbox" || found.type === "radio") found.checked = found.value === value;
      else found.value = value;
    });
    form.querySelectorAll("details.unfold").forEach((fold) => {
      if (fold.querySelector(":checked") || Array.from(fold.querySelectorAll("input[type=text]")).some((i) => i.value)) fold.open = true;
    });
  }

  function blank() {
    form.reset();
    form.querySelectorAll("input[type=text], textarea").forEach((input) => { input.value = ""; });
    form.querySelectorAll("input[type=radio], input[type=checkbox]").forEach((input) => { input.checked = false; });
    form.querySelectorAll(".kept").forEach((list) => { list.textContent = ""; });
    form.querySelectorAll("details.unfold").forEach((fold) => { fold.open = false; });
    clearComplaints();
    at("likely").hidden = true;
    form.querySelectorAll("[data-shots]").forEach((list) => { list.textContent = ""; });
  }

  function clearComplaints(only) {
    form.querySelectorAll(only ? `[data-complaint="${only}"]` : "[data-complaint], .error[id], .refusal").forEach((node) => node.remove());
    form.querySelectorAll("[aria-invalid]").forEach((node) => { if (!only || node.name === only) node.removeAttribute("aria-invalid"); });
    if (form.previousElementSibling && form.previousElementSibling.matches(".refusal") && !only) form.previousElementSibling.remove();
  }

  function complain(name, text) {
    const box = document.getElementById(`f-${name}`);
    const home = box && (box.matches(".field, fieldset") ? box : box.closest(".field, .switch"));
    const line = make("p", text, home ? "error" : "refusal");
    line.dataset.complaint = name || "form";
    line.setAttribute("role", "alert");
    if (home) home.append(line); else form.prepend(line);
    if (box && box.matches("input, textarea, select")) box.setAttribute("aria-invalid", "true");
    return home || line;
  }

  function told(text, address, way) {
    const line = at("told");
    line.hidden = !text;
    refill(line, make("span", text));
    if (address) { const link = make("a", way); link.href = address; line.append(link); line.scrollIntoView({ block: "center" }); }
  }

  const NEEDED = { place: "请写明部位。", category: "请点选类别。", description: "请写一句哪里不对。" };

  // What a report still lacks: pairs of field and sentence.
  function missing(fields, photos) {
    const wanted = [];
    const good = (role) => photos.some((p) => p.role === role && !p.error);
    if (!good("photos") && !(fields.no_photo_because || "").trim()) wanted.push(["photos", "请至少拍一张照片；不便拍照的，点开“不便拍照”写明原因。"]);
    Object.entries(NEEDED).forEach(([name, text]) => { if (!(fields[name] || "").trim()) wanted.push([name, text]); });
    if (field("unit") && !fields.unit) wanted.push(["unit", "请选择单位。"]);
    if (fields.fixed && !good("fixed.photos")) wanted.push(["fixed.photos", "请拍一张整改后的照片。"]);
    if (fields.fixed && !fields["fixed.fixer"]) wanted.push(["fixed.fixer", "请选择谁改好的。"]);
    return wanted;
  }

  return { form, field, at, make, press, refill, typed, put, blank, clearComplaints, complain, missing, told };
})();
