/** How mail programs introduce what they quote, and what they add by themselves, as rows of data in many languages. */

/** A line that introduces a quotation: `On 3 May 2026, Ada wrote:`. Tested on single lines and on two joined ones. */
export const QUOTE_INTRODUCTIONS: readonly RegExp[] = [
  /^On\b.{4,200}\bwrote:?$/i,
  /^Am\b.{4,200}\b(?:schrieb|hat)\b.{0,120}:$/i,
  /^.{2,120}\bschrieb am\b.{4,120}:$/i,
  /^Le\b.{4,200}\ba (?:é|e)crit\s?:$/i,
  /^El\b.{4,200}\b(?:escribi(?:ó|o)|ha escrito)\s?:$/i,
  /^Il(?: giorno)?\b.{4,200}\bha scritto:?$/i,
  /^Op\b.{4,200}\b(?:schreef|heeft)\b.{0,120}:$/i,
  /^(?:Em|A)\b.{4,200}\bescreveu:?$/i,
  /^(?:W dniu|Dnia)\b.{2,200}\b(?:napisa(?:ł|l)\(?a?\)?|pisze)\b.{0,80}:?$/i,
  /^.{2,120}<[^<>\s]+@[^<>\s]+>\s*napisa(?:ł|l)\(?a?\)?\s?:$/i,
  /^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}.{0,60}<[^>]+@[^>]+>\s*:$/,
];

/** A line after which everything is quoted, for programs that mark single lines with nothing. */
export const QUOTE_RULES: readonly RegExp[] = [
  /^-{2,}\s*(?:Original Message|Urspr(?:ü|ue)ngliche Nachricht|Message d['’]origine|Message original|Mensaje original|Messaggio originale|Oorspronkelijk bericht|Mensagem original|Wiadomo(?:ść|sc) oryginalna|Oryginalna wiadomo(?:ść|sc)|Antwort Ende)\s*-{2,}$/i,
  /^_{20,}$/,
];

/** The block of headers that Outlook puts above what it quotes: the first line, and what must follow soon. */
export const HEADER_BLOCK = {
  first: /^\*?(?:From|Von|De|Da|Van|Od)\s?:\*?\s.*\S/i,
  second:
    /^\*?(?:Sent|Date|Gesendet|Datum|Envoy(?:é|e)|Enviado(?: el| em)?|Fecha|Data|Inviato|Verzonden|Wys(?:ł|l)ano)\s?:\*?\s/i,
} as const;

/** A message that is passed on: what follows is what the sender wants us to read. */
export const FORWARD_RULES: readonly RegExp[] = [
  /^-{2,}\s*(?:Forwarded message|Weitergeleitete Nachricht|Message transf(?:é|e)r(?:é|e)|Mensaje reenviado|Messaggio inoltrato|Doorgestuurd bericht|Mensagem encaminhada|Wiadomo(?:ść|sc) przekazana(?: dalej)?)\s*-{2,}$/i,
  /^(?:Begin forwarded message|Anfang der weitergeleiteten Nachricht|D(?:é|e)but du message r(?:é|e)exp(?:é|e)di(?:é|e)|Inicio del mensaje reenviado|Inizio messaggio inoltrato|Begin doorgestuurd bericht)\s?:$/i,
];

/** Lines that phones and programs add below what somebody writes. */
export const ADDED_LINES: readonly RegExp[] = [
  /^(?:Sent from|Get Outlook for|Sent with) .{2,60}$/i,
  /^(?:Von meinem .{2,40} gesendet|Gesendet (?:von|mit) .{2,60})\.?$/i,
  /^(?:Envoy(?:é|e) (?:de|depuis) .{2,60})$/i,
  /^(?:Enviado desde .{2,60}|Enviado (?:do|de|a partir do) .{2,60})$/i,
  /^(?:Inviato da(?:l mio)? .{2,60})$/i,
  /^(?:Verzonden vanaf .{2,60}|Verstuurd vanaf .{2,60})$/i,
  /^(?:Wys(?:ł|l)ane? z .{2,60})$/i,
];
