import { createDecipheriv, type ECDH, hkdfSync } from 'node:crypto'

/** RFC 8188 header: salt 16, record size 4, key id length 1; RFC 8291: the key id is the sender's public key. */
const SALT_LENGTH = 16
const HEADER_LENGTH = 21
const TAG_LENGTH = 16

/** What a browser does with a push message (RFC 8291), written from the RFC and not with the library that encrypts. */
export function decryptPush(body: Buffer, { device, auth }: { device: ECDH; auth: string }): string {
  const salt = body.subarray(0, SALT_LENGTH)
  const keyLength = body[HEADER_LENGTH - 1] ?? 0
  const sender = body.subarray(HEADER_LENGTH, HEADER_LENGTH + keyLength)
  const record = body.subarray(HEADER_LENGTH + keyLength)
  const shared = device.computeSecret(sender)
  const keyInfo = Buffer.concat([Buffer.from('WebPush: info\0'), device.getPublicKey(), sender])
  const secret = Buffer.from(hkdfSync('sha256', shared, Buffer.from(auth, 'base64url'), keyInfo, 32))
  const key = Buffer.from(hkdfSync('sha256', secret, salt, 'Content-Encoding: aes128gcm\0', 16))
  const nonce = Buffer.from(hkdfSync('sha256', secret, salt, 'Content-Encoding: nonce\0', 12))
  const opener = createDecipheriv('aes-128-gcm', key, nonce)
  opener.setAuthTag(record.subarray(-TAG_LENGTH))
  const padded = Buffer.concat([opener.update(record.subarray(0, -TAG_LENGTH)), opener.final()])
  return padded.subarray(0, padded.lastIndexOf(2)).toString('utf8')
}
