import type { AskedPurpose, AskedService, ConsentView } from '../models/consent-view.ts'
import type { PageContext } from '../models/page-context.ts'
import { cookiesUrl } from '../urls.ts'

/** Where every form about cookies goes. */
export const CONSENT_ACTION = '/cookies/preferences'

/** A stylesheet of a few bytes that says whether the banner shows: the only thing of a page that differs by visitor. */
export const CONSENT_STYLE = '/cookies/state.css'

/** What the banner needs of its page. */
type BannerContext = Pick<PageContext, 't' | 'language'>

/**
 * Asks for what needs consent; on every page of a portal that asks for something, the same for everyone: whether it shows
 * is said by a stylesheet of a few bytes (`consent-style.ts`). Refusing is as easy as accepting, nothing is set
 * beforehand, and the page below can be used without answering (privacy.md B01 to B21).
 */
export const ConsentBanner = ({
  ctx,
  view,
  next,
}: {
  ctx: BannerContext
  view: ConsentView
  next: string
}) => (
  <section class="consent" aria-labelledby="consent-label" data-nosnippet>
    <form class="shell" method="post" action={CONSENT_ACTION}>
      <input type="hidden" name="surface" value="banner" />
      <input type="hidden" name="language" value={ctx.language} />
      <input type="hidden" name="next" value={next} />
      <p class="consent-label" id="consent-label">
        {ctx.t('consent.label')}
      </p>
      <First ctx={ctx} view={view} />
      <Again ctx={ctx} view={view} />
    </form>
  </section>
)

const First = ({ ctx, view }: { ctx: BannerContext; view: ConsentView }) => (
  <div class="consent-first">
    <p>{ctx.t('consent.lead')}</p>
    <dl>
      {view.purposes.map(({ purpose, services }) => (
        <div>
          <dt>{ctx.t(`consent.purpose.${purpose}.title`)}</dt>
          <dd>
            {ctx.t(`consent.purpose.${purpose}.text`)} <Names services={services} />
          </dd>
        </div>
      ))}
    </dl>
    <p class="consent-buttons">
      <button type="submit" class="button" name="choice" value="reject">
        {ctx.t('consent.reject')}
      </button>
      <button type="submit" class="button" name="choice" value="accept">
        {ctx.t('consent.accept')}
      </button>
      <a href={cookiesUrl(ctx.language)}>{ctx.t('consent.more')}</a>
    </p>
    <details>
      <summary>{ctx.t('consent.choose')}</summary>
      {view.purposes.map(asked => (
        <Choices ctx={ctx} asked={asked} />
      ))}
      <button type="submit" class="button" name="choice" value="custom">
        {ctx.t('consent.save')}
      </button>
    </details>
  </div>
)

const Names = ({ services }: { services: readonly AskedService[] }) => (
  <span class="consent-names">
    {services.map(({ name }, at) => (
      <>
        {at > 0 && ' · '}
        <bdi>{name}</bdi>
      </>
    ))}
  </span>
)

const Choices = ({ ctx, asked }: { ctx: BannerContext; asked: AskedPurpose }) => (
  <fieldset>
    <legend>{ctx.t(`consent.purpose.${asked.purpose}.title`)}</legend>
    {asked.services.map(({ id, name, purpose }) => (
      <label>
        <input type="checkbox" name="service" value={id} />
        <span>
          <bdi>{name}</bdi>
          <small>{purpose}</small>
        </span>
      </label>
    ))}
  </fieldset>
)

/** For those who decided before something became wider; only what did is shown to them (B11). */
const Again = ({ ctx, view }: { ctx: BannerContext; view: ConsentView }) => (
  <div class="consent-again">
    <p>{ctx.t('consent.again')}</p>
    <ul>
      {view.purposes
        .flatMap(({ services }) => services)
        .map(({ id, name, purpose, changes }) => (
          <li class={`consent-svc consent-svc-${id}`}>
            <bdi>{name}</bdi>: {changes.length > 0 ? changes.join('; ') : purpose}
          </li>
        ))}
    </ul>
    <p class="consent-buttons">
      <button type="submit" class="button" name="choice" value="reject-new">
        {ctx.t('consent.reject_new')}
      </button>
      <button type="submit" class="button" name="choice" value="accept-new">
        {ctx.t('consent.accept_new')}
      </button>
      <a href={cookiesUrl(ctx.language)}>{ctx.t('consent.more')}</a>
    </p>
  </div>
)

/** One click at the foot of every page, shown to those who allowed something (privacy.md B07). */
export const ConsentWithdrawal = ({ ctx, next }: { ctx: BannerContext; next: string }) => (
  <form class="consent-withdraw" method="post" action={CONSENT_ACTION}>
    <input type="hidden" name="surface" value="panel" />
    <input type="hidden" name="language" value={ctx.language} />
    <input type="hidden" name="next" value={next} />
    <button type="submit" class="link" name="choice" value="withdraw">
      {ctx.t('consent.withdraw')}
    </button>
  </form>
)
