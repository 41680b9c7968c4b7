import { createHmac, timingSafeEqual } from 'node:crypto'
import { keyFor } from '@/infra/secret'

/** Where a reader of a school's feed stands. */
export type Cursor = {
  schoolId: number
  /** Of the last change that was told; 0 before the first. */
  position: number
  /** When that change was made, in microseconds since 1970: in a database brought back to an earlier day, the place may
   * be there again, but not with this. */
  at: number
  /** Every change after the position is younger than this, in milliseconds since 1970. */
  since: number
}

const version = 1
const size = 29
const macSize = 12

const macOf = (body: Uint8Array) =>
  createHmac('sha256', keyFor('feed cursor')).update(body).digest().subarray(0, macSize)

/** A cursor as callers carry it: opaque, and nobody else's to make. */
export function writeCursor({ schoolId, position, at, since }: Cursor): string {
  const body = Buffer.alloc(size)
  body.writeUInt8(version, 0)
  body.writeUInt32BE(schoolId, 1)
  body.writeBigUInt64BE(BigInt(position), 5)
  body.writeBigUInt64BE(BigInt(at), 13)
  body.writeBigUInt64BE(BigInt(since), 21)
  return Buffer.concat([body, macOf(body)]).toString('base64url')
}

/** Undefined for what is no cursor of ours. */
export function readCursor(text: string): Cursor | undefined {
  const bytes = Buffer.from(text, 'base64url')
  const body = bytes.subarray(0, size)
  if (bytes.length !== size + macSize || bytes.toString('base64url') !== text || body.readUInt8(0) !== version)
    return undefined
  if (!timingSafeEqual(bytes.subarray(size), macOf(body))) return undefined
  return {
    schoolId: body.readUInt32BE(1),
    position: Number(body.readBigUInt64BE(5)),
    at: Number(body.readBigUInt64BE(13)),
    since: Number(body.readBigUInt64BE(21)),
  }
}
