"""The page of every organisation, and the list of organisations."""

from collections import Counter
from collections.abc import Iterator

from ..catalog.urls import organization_url, page_url
from .channels import feed_links
from .company import organization_shares
from .jobs import Job
from .lists import largest_first
from .site import Fragments, Site, count_of, pager, pages_of, people_shares, source_lines, topic_shares
from .views import OrganizationView, Outlink
from .years import years_of

MOST_PEOPLE = 24


def organization_pages(site: Site, fragments: Fragments) -> Iterator[Job]:
    """One page an organisation, and further pages of its list where that is long."""
    size = site.config.settings.page_size
    for organization_id, organization in site.catalog.organizations.items():
        papers = site.catalog.of_organization.get(organization_id, ())
        links = []
        if organization.homepage:
            links.append(Outlink("Homepage", organization.homepage))
        if organization.huggingface:
            links.append(Outlink("Hugging Face", f"https://huggingface.co/{organization.huggingface}"))
        entry = site.catalog.organization_entries.get(organization_id)
        for number in range(1, pages_of(len(papers), size) + 1):
            first = number == 1
            view = OrganizationView(
                id=organization_id,
                name=organization.name,
                note=organization.note,
                links=tuple(links),
                paper_count=len(papers),
                lines_html="".join([fragments.lines[i] for i in papers[(number - 1) * size : number * size]]),
                people_html=people_shares(site, papers, MOST_PEOPLE) if first else "",
                topics_html=topic_shares(site, papers) if first else "",
                organizations_html=organization_shares(site, papers, organization_id) if first else "",
                years=years_of(site, papers) if first else None,
                feeds=feed_links(site.config.settings, "organizations", f"{organization_url(organization_id)}feed"),
                sources=source_lines(organization.source),
                edit_url=site.config.source_url(entry.path, entry.line) if entry else "",
                edit_place=entry.path if entry else "",
                pager=pager(organization_url(organization_id), number, len(papers), size),
            )
            about = f"{organization.name}: {count_of(len(papers))} in {site.config.name}."
            url = page_url(organization_url(organization_id), number)
            title = organization.name if first else f"{organization.name}, page {number}"
            yield Job(url, "organizations", title, about, "organization", view)


def organization_list(site: Site) -> Iterator[Job]:
    """All organisations, those with most papers first."""
    sizes = Counter({i: len(site.catalog.of_organization.get(i, ())) for i in site.catalog.organizations})
    lead = "Labs, companies and universities that papers in this collection come from, as far as a source says so."
    yield largest_first("organizations", "Organisations", lead, sizes, site.organizations)
