/** Certificates of processors: issued by a trusted authority, for the domain that speaks, today (OpenDSR 2.0, 7). */
import { X509Certificate } from "node:crypto";
import { rootCertificates } from "node:tls";

/** Why a certificate proves nothing. */
export class CertificateRefused extends Error {
  override readonly name = "CertificateRefused";
  readonly code = "certificate_refused";
}

const LONGEST_CHAIN = 6;
const PEM = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;

export function readCertificates(text: string): readonly X509Certificate[] {
  return [...text.matchAll(PEM)].slice(0, LONGEST_CHAIN * 2).map(([pem]) => new X509Certificate(pem));
}

/**
 * The certificate of the domain, when a chain of the certificates beside it leads to a trusted root.
 * @param authorities roots beside those that the runtime trusts, as PEM
 * @throws CertificateRefused
 */
export function checkCertificate(text: string, domain: string, authorities: string, now: Date): X509Certificate {
  const [leaf, ...others] = readCertificates(text);
  if (leaf === undefined) throw new CertificateRefused("There is no certificate.");
  if (leaf.ca) throw new CertificateRefused("The certificate is an authority's and not a processor's.");
  if (leaf.checkHost(domain, { subject: "never" }) === undefined) {
    throw new CertificateRefused("The certificate names another domain.");
  }
  const roots = readCertificates(authorities);
  let current = leaf;
  for (let length = 0; length < LONGEST_CHAIN; length += 1) {
    if (now < new Date(current.validFrom) || now > new Date(current.validTo)) {
      throw new CertificateRefused("A certificate of the chain is not valid today.");
    }
    if (isTrusted(current, roots)) return leaf;
    const issuer = others.find((one) => one.ca && isIssuedBy(current, one));
    if (issuer === undefined) break;
    current = issuer;
  }
  throw new CertificateRefused("No trusted authority has issued the certificate.");
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

/** Roots of the runtime are parsed only when their name is the issuer's. */
function isTrusted(certificate: X509Certificate, roots: readonly X509Certificate[]): boolean {
  if (roots.some((root) => root.ca && isIssuedBy(certificate, root))) return true;
  return rootCertificates.some((pem) => {
    const root = new X509Certificate(pem);
    return root.subject === certificate.issuer && isIssuedBy(certificate, root);
  });
}
