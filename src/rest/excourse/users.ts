import { type AccountList, listAccounts } from '@/domain/accounts/queries'
import { addressUsed } from '../address-used'
import { type Call, endpoint, signedIn } from '../contract'
import { excourse } from './contract'
import { detail } from './errors'
import { failureResponse, userBody } from './user'

export const usualSize = 5
export const mostSize = 10

export const sortable = ['id', 'username', 'create_time', 'last_login'] as const

/** The order asked for; as in the original, what cannot be ordered by is passed over. */
function sortOf(ordering: string | null): AccountList['sort'] {
  const [first = ''] = (ordering ?? '').split(',')
  const by = sortable.find((name) => name === first.trim().replace(/^-/, ''))
  return by ? { by, desc: first.trim().startsWith('-') } : { by: 'id', desc: false }
}

async function list({ db, actor, request, url }: Call): Promise<Response> {
  const { searchParams } = url
  const asked = Number(searchParams.get('per_page'))
  const per_page = Number.isInteger(asked) && asked > 0 ? Math.min(asked, mostSize) : usualSize
  const given = searchParams.get('page') ?? '1'
  const page = /^[1-9]\d{0,8}$/.test(given) ? Number(given) : 0
  const wanted = {
    username: searchParams.get('username') ?? undefined,
    phone: searchParams.get('phone') || undefined,
    sort: sortOf(searchParams.get('ordering')),
  }
  const found = await listAccounts(db, actor, { ...wanted, page: Math.max(page, 1), per_page })
  if (!found.ok) return failureResponse(found.failure)
  const { rows, total } = found.value
  const pages = Math.max(1, Math.ceil(total / per_page))
  if (page < 1 || page > pages) return detail(404, '无效页面。')
  const link = (to: number) => {
    const search = new URLSearchParams(searchParams)
    if (to === 1) search.delete('page')
    else search.set('page', String(to))
    return `${addressUsed(request, url)}${search.size > 0 ? `?${search}` : ''}`
  }
  return Response.json({
    count: total,
    next: page < pages ? link(page + 1) : null,
    previous: page > 1 ? link(page - 1) : null,
    results: rows.map((account) => userBody(account)),
  })
}

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(excourse, { GET: signedIn(list) })
