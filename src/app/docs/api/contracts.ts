import { headers } from 'next/headers'
import { addressUsed } from '@/rest/address-used'
import { contractNames, openApi } from '@/rest/openapi'
import type { Locale } from '@/ui/i18n/locales'
import type { Contract } from '@/ui/reference/model'
import { readDocument } from '@/ui/reference/read-document'

const read = new Map<Locale, Promise<Contract[]>>()

/** Every contract as the reference draws it; made once a language. Addresses are English in both. */
export function contractsIn(locale: Locale): Promise<Contract[]> {
  const known = read.get(locale)
  if (known) return known
  const made = Promise.all(
    contractNames.map(async (name) => {
      const [document, inEnglish] = await Promise.all([openApi(locale, name), openApi('en', name)])
      return readDocument(name, document, inEnglish)
    }),
  )
  read.set(locale, made)
  return made
}

/** The site as the reader's browser calls it: `https://school.example`. */
export async function readersOrigin(): Promise<string> {
  return new URL(addressUsed({ headers: await headers() }, new URL('http://site/'))).origin
}
