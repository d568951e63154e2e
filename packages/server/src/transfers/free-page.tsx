/** What is known of the service that a person named, before anything goes there. */
import { FormSheet } from "../centre/form-sheet.tsx";
import { link, type PageFrame } from "../centre/layout.tsx";
import { centrePath } from "../requests/request-links.ts";
import type { Importer } from "./discover-importer.ts";
import { transferPath } from "./transfer-parts.ts";
import { transferTexts } from "./transfer-texts.ts";

export function FreePage(props: { frame: PageFrame; token: string; address: string; importer: Importer }) {
  const { frame, token, address, importer } = props;
  const texts = transferTexts[frame.language];
  return (
    <FormSheet
      frame={frame}
      title={texts.freeTitle(importer.host)}
      lead={texts.freeLead}
      action={link(frame, transferPath.begin(token))}
      button={texts.freeButton(importer.host)}
    >
      <input type="hidden" name="address" value={address} />
      <input type="hidden" name="confirmed" value="yes" />
      <dl class="facts">
        <div>
          <dt>{texts.freeAddress}</dt>
          <dd>{importer.host}</dd>
        </div>
        <div>
          <dt>{texts.freeSaysIt}</dt>
          <dd>{importer.controller}</dd>
        </div>
        <div>
          <dt>{texts.freeGets}</dt>
          <dd>{importer.destination.sends.map((vertical) => texts[`sends_${vertical}`]).join(", ")}</dd>
        </div>
      </dl>
      <div class="aside">
        <p>{texts.freeWarning}</p>
      </div>
      <p>
        <a href={link(frame, centrePath.status(token))}>{texts.toStatus}</a>
      </p>
    </FormSheet>
  );
}
