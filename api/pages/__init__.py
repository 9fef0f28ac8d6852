"""The pages of people (HTML), rendered on the server; every one is useful without JavaScript.

Each folder is a room: its `__init__` names the addresses under which it answers, `api/templates/` has the same folders.
What lies beside them is the ground that every page stands on.

A page in a few lines (see `api/pages/sign_in/password.py` and `api/pages/me/tasks.py` for real ones):

    router = pages_router()                              # routes that /openapi.json does not list

    @router.get("/points")
    def points(page: Page) -> Response:                  # not signed in -> 302 to the sign-in page, and back
        return page.render("points/list.html", points=queries.points(page.reader))

    @router.get("/points/new")
    def ask(page: Page) -> Response:
        return page.render("report/new_point.html", form=Form(NewPoint))

    @router.post("/points/new")
    def make(page: Sent) -> Response:                    # the session, the CSRF token and the origin are checked
        def save(said: NewPoint) -> Response:
            add_point(page.store, said, by=page.who, at=page.at, key=page.key)
            return page.go("/points", said="已添加点位。")          # 303, and a sentence on the next page
        return page.submit(NewPoint, save, again="report/new_point.html")

* `Page` has `reader` (`domain.queries.Reader`), `who`, `at`, `store`, `me` (the person's card), `roles`, `token`,
  `render(template, **values)`, `go(path, said=…)`; `Sent` adds `typed` (field -> texts), `files`, `key` (the
  idempotency key minted into the form; hand it to `perform`) and `version`.
* `page.submit(Model, save, again, **values)` reads the form into the pydantic model. A complaint or a `Refusal`
  raised by `save` shows `again` anew (422, 409 …) with `form`: everything typed kept, each sentence beside its field.
  Names of fields in the form are the model's; nested ones are dotted (`fixed.fixer`), lists are repeated names,
  an empty text counts as not given, `datetime-local` is read as Asia/Shanghai.
* A `Refusal` that nobody caught becomes a calm page: 403, 404, 409, 503 …; on paths under /api it stays JSON.
* Templates extend `base.html` (blocks `title`, `main`, `actions`, `scripts`) and use the macros of `macros.html` as
  `ui`: `ui.form(page, action)` (a call block), `ui.text`, `ui.area`, `ui.choice`, `ui.day`, `ui.photo_field`,
  `ui.button`, `ui.badge`, `ui.empty`, `ui.photos`, `ui.tabs`, `ui.hazard_row` (a `Row` of `api/pages/hazard/rows.py`),
  `ui.more`, `ui.confirm`. No inline script or style: CSP forbids it.
* The form of an action on a hazard is derived from its command: see `api/pages/acting/`. Photos of a form without
  scripts are kept by `api/pages/uploads.py` before anything is refused.
* A new stylesheet or script lies under `api/static/` and is linked as `{{ asset("report.js") }}` (hashed, cached long,
  served gzipped). An entry of the menu appears by itself when its path is routed: see `api/pages/navigation.py`.
* The rooms and their modules are listed in `api/pages/install.py`.
"""
