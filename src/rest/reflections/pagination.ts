import { addressUsed } from '../address-used'

/** The vendor's paging headers: four counts, and the neighbouring pages as links. */
export function paginationHeaders(
  request: Request,
  url: URL,
  at: { page: number; perPage: number; total: number },
): Record<string, string> {
  const pages = Math.ceil(at.total / at.perPage)
  const where = addressUsed(request, url)
  const link = (page: number, rel: string) => {
    const search = new URLSearchParams(url.search)
    search.set('$page', String(page))
    search.set('$per-page', String(at.perPage))
    return `<${where}?${search.toString().replaceAll('%24', '$')}>; rel=${rel}`
  }
  const links = [link(at.page, 'self'), link(1, 'first'), link(Math.max(pages, 1), 'last')]
  if (at.page > 1) links.push(link(Math.min(at.page - 1, Math.max(pages, 1)), 'prev'))
  if (at.page < pages) links.push(link(at.page + 1, 'next'))
  return {
    'X-Pagination-Total-Count': String(at.total),
    'X-Pagination-Page-Count': String(pages),
    'X-Pagination-Current-Page': String(at.page),
    'X-Pagination-Per-Page': String(at.perPage),
    Link: links.join(', '),
  }
}
