import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const DISTRICTS = ['المدينة القديمة', 'الميناء', 'الشمال']

const PORTAL = {
  hosts: ['souk.localhost'],
  title: { ar: 'بيانات المدينة', en: 'City data' },
  description: {
    ar: 'بيانات مفتوحة للمدينة: أسواق وحدائق.',
    en: 'Open data of the city: markets and gardens.',
  },
  languages: ['ar', 'en'],
  brand: '#8a3b12',
  legal: { name: 'City', address: '1 Main Street', email: 'data@city.example', country: 'MA' },
}

const DATASET = {
  title: { ar: 'أسواق المدينة', en: 'Markets of the city' },
  description: { ar: 'كل أسواق المدينة مع مساحتها.', en: 'Every market of the city.' },
  theme: [{ ar: 'التجارة', en: 'Trade' }],
  publisher: 'بلدية المدينة',
  license: 'CC BY 4.0',
  source: { file: 'files/markets.csv' },
  fields: {
    district: { label: { ar: 'الحي' }, annotations: { facet: true } },
    area: { label: { ar: 'المساحة' }, annotations: { unit: 'm²' } },
  },
}

/** A folder with one portal that is read from the right, with texts of both directions and one long word. */
export async function soukPortals(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-souk-'))
  const portal = join(folder, 'souk')
  await mkdir(join(portal, 'datasets'), { recursive: true })
  await mkdir(join(portal, 'files'))
  await writeFile(join(portal, 'portal.json'), JSON.stringify(PORTAL))
  await writeFile(join(portal, 'datasets', 'markets.json'), JSON.stringify(DATASET))
  const lines = Array.from(
    { length: 130 },
    (_, i) =>
      `${i % 2 ? 'سوق السمك' : 'Jardin des plantes'} ${i},${DISTRICTS[i % 3]},2001-0${(i % 9) + 1}-11,${i * 37.5},${'x'.repeat(i === 3 ? 400 : 3)},https://city.example/${i}`,
  )
  await writeFile(
    join(portal, 'files', 'markets.csv'),
    `name,district,opened,area,code,page\n${lines.join('\n')}\n`,
  )
  return folder
}
