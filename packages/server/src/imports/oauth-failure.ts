/** A call of a sender that is refused, in the words of RFC 6749 and of the generic importer: `error` and a sentence. */

export class OauthFailure extends Error {
  override readonly name = "OauthFailure";
  readonly status: 400 | 401 | 404 | 413 | 415;
  readonly error: string;
  constructor(status: OauthFailure["status"], error: string, message: string) {
    super(message);
    this.status = status;
    this.error = error;
  }
}
