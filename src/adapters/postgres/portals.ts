import { sql, type Transaction } from 'kysely'
import type { CatalogStore, StoredPortal } from '../../app/ports/catalog-store.ts'
import { VitrineError } from '../../core/errors.ts'
import type { PortalConfig } from '../../core/portal/portal.ts'
import type { Connection } from './connection.ts'
import { portalOf } from './rows.ts'
import type { Tables } from './tables.ts'

type PortalMethods = Pick<CatalogStore, 'savePortal' | 'listPortals' | 'removePortal' | 'portalVersions'>

/**
 * Portals. A removed one keeps its row, its datasets and their identifiers, unpublished; saving its slug
 * again brings it back empty.
 */
export const portalMethods = (connection: Connection): PortalMethods => ({
  savePortal: config => connection.transaction(tx => savePortal(tx, config)),

  listPortals: () =>
    connection.run(async db => {
      const rows = await db
        .selectFrom('portal')
        .selectAll()
        .where('removed_at', 'is', null)
        .orderBy('slug')
        .execute()
      return rows.map(portalOf)
    }),

  removePortal: slug => connection.transaction(tx => removePortal(tx, slug)),

  portalVersions: () =>
    connection.run(async db => {
      const rows = await db
        .selectFrom('portal')
        .select(['id', 'config_version', 'catalog_version', 'key_version'])
        .where('removed_at', 'is', null)
        .execute()
      return new Map(
        rows.map(({ id, config_version: config, catalog_version: catalog, key_version: keys }) => [
          id,
          { config, catalog, keys },
        ]),
      )
    }),
})

async function savePortal(tx: Transaction<Tables>, config: PortalConfig): Promise<StoredPortal> {
  const text = JSON.stringify(config)
  const saved = await tx
    .insertInto('portal')
    .values({ slug: config.slug, config: text })
    .onConflict(conflict =>
      conflict
        .column('slug')
        .doUpdateSet({ config: text, config_version: sql`portal.config_version + 1`, removed_at: null })
        .where(sql<boolean>`portal.config::text <> excluded.config::text or portal.removed_at is not null`),
    )
    .returningAll()
    .executeTakeFirst()
  return portalOf(
    saved ??
      (await tx.selectFrom('portal').selectAll().where('slug', '=', config.slug).executeTakeFirstOrThrow()),
  )
}

async function removePortal(tx: Transaction<Tables>, slug: string): Promise<void> {
  const portal = await tx
    .selectFrom('portal')
    .select('id')
    .where('slug', '=', slug)
    .where('removed_at', 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (portal === undefined) throw new VitrineError('portal_unknown', { slug })
  await tx
    .updateTable('revision')
    .set({ state: 'superseded' })
    .where('state', '=', 'published')
    .where('dataset_uid', 'in', db =>
      db.selectFrom('dataset').select('uid').where('portal_id', '=', portal.id),
    )
    .execute()
  await tx
    .updateTable('dataset')
    .set({ published_revision: null })
    .where('portal_id', '=', portal.id)
    .where('published_revision', 'is not', null)
    .execute()
  await touchCatalog(tx, portal.id)
  await tx.updateTable('portal').set({ removed_at: new Date() }).where('id', '=', portal.id).execute()
}

/**
 * Locks a portal's row until the transaction ends. Whatever changes what its readers see takes this lock
 * first, then the dataset's, then the revision's, so that changes queue and never deadlock.
 */
export async function lockPortal(tx: Transaction<Tables>, portalId: number): Promise<void> {
  const portal = await tx
    .selectFrom('portal')
    .select('id')
    .where('id', '=', portalId)
    .where('removed_at', 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (portal === undefined) throw new VitrineError('portal_unknown', { slug: String(portalId) })
}

/** Tells readers' caches that the catalogue of a portal changed. */
export async function touchCatalog(tx: Transaction<Tables>, portalId: number): Promise<void> {
  await tx
    .updateTable('portal')
    .set({ catalog_version: sql`catalog_version + 1` })
    .where('id', '=', portalId)
    .execute()
}
