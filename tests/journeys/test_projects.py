"""Both leads' page, and a project that begins with what another one taught."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import House, axe_faults, scrolls_sideways, sign_in

OWNER = "oda@northlight.example"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pages_of_projects_are_accessible_and_fit(northlight: House, visit, theme):
    page = visit(northlight, theme=theme)
    sign_in(page, OWNER)
    faults = []
    for address in ("/projects/1/", "/projects/new/", "/projects/templates/", "/projects/bring/"):
        page.goto(address)
        for width in (1440, 360):
            page.set_viewport_size({"width": width, "height": 900})
            faults += [f"{address} at {width}: {fault}" for fault in axe_faults(page)]
            if scrolls_sideways(page):
                faults.append(f"{address} scrolls sideways at {width} pixels")
    assert not faults, "\n".join(faults)


def test_a_project_begins_with_what_another_one_taught(northlight: House, visit):
    page = visit(northlight)
    sign_in(page, OWNER)
    page.goto("/projects/1/")
    expect(page.get_by_role("heading", name="Project work")).to_be_visible()
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("link", name="Make a template of it").click()
    page.get_by_label("Name of the template").fill("A website for a shop")
    page.get_by_role("button", name="Make the template").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A website for a shop")
    page.get_by_role("link", name="Begin a project").click()
    page.get_by_label("Client", exact=True).select_option(label="Fjord Hotels")
    page.get_by_label("Name", exact=True).fill("Spa pages")
    page.get_by_label("Begins").fill("2027-01-04")
    page.get_by_role("button", name="Propose it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Spa pages")
    expect(page.locator("#milestones li").first).to_contain_text("by Monday, 4 January 2027")
    page.get_by_role("button", name="Take them", exact=True).click()
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("button", name="Change its state").click()
    page.get_by_role("textbox", name="Why").fill("Signed today")
    page.get_by_role("button", name="Make active").click()
    expect(page.get_by_text("“Spa pages” is active now.")).to_be_visible()
    page.get_by_text("How it came here").click()
    expect(page.get_by_text("Signed today")).to_be_visible()
