/** The cookies policy as a page of the centre. */
import { Layout, link, type PageFrame } from "../centre/layout.tsx";
import { choicePath } from "../choices/choice-links.ts";
import { cookiesVersion, describeCookies } from "./cookies-policy.ts";
import { cookiesTexts } from "./cookies-texts.ts";

export const COOKIES_PATH = "/cookies";

export function CookiesPage({ frame }: { frame: PageFrame }) {
  const { kept, language } = frame;
  const texts = cookiesTexts[language];
  const heads = [texts.name, texts.kind, texts.party, texts.lifetime, texts.about];
  return (
    <Layout frame={frame} title={texts.title} lead={texts.lead(kept.centre.brand)}>
      <div class="wrap">
        <section class="part">
          <p>{texts.law}</p>
          <p>
            {texts.change} <a href={link(frame, choicePath.start())}>{texts.changeLink}</a>
          </p>
        </section>
        {describeCookies(kept, language).map(
          ({ title, rule, description, consequence, recipients, hosts, entries }) => (
            <section class="part">
              <h2>{title}</h2>
              <p>
                {rule} {description}
              </p>
              {consequence === null ? null : (
                <p>
                  {texts.without}: {consequence}
                </p>
              )}
              {recipients.length === 0 ? null : (
                <p>
                  {texts.recipients}: {recipients.join(", ")}
                </p>
              )}
              {hosts.length === 0 ? null : (
                <p>
                  {texts.hosts}: {hosts.join(", ")}
                </p>
              )}
              {entries.length === 0 ? null : (
                <div class="scroll">
                  <table class="lines">
                    <thead>
                      <tr>
                        {heads.map((head) => (
                          <th scope="col">{head}</th>
                        ))}
                      </tr>
                    </thead>
                    <tbody>
                      {entries.map(({ name, kind, party, lifetime, about }) => (
                        <tr>
                          <th scope="row">{name}</th>
                          <td data-label={texts.kind}>{kind}</td>
                          <td data-label={texts.party}>{party}</td>
                          <td data-label={texts.lifetime}>{lifetime}</td>
                          <td data-label={texts.about}>{about}</td>
                        </tr>
                      ))}
                    </tbody>
                  </table>
                </div>
              )}
            </section>
          ),
        )}
        <p>
          {texts.version(cookiesVersion(kept))} · <a href={link(frame, `${COOKIES_PATH}.md`)}>{texts.markdown}</a>
        </p>
      </div>
    </Layout>
  );
}
