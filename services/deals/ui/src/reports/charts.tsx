import '@mantine/charts/styles.css';
import { BarChart } from '@mantine/charts';

export interface Bar {
  label: string;
  [series: string]: string | number;
}

interface Props {
  bars: Bar[];
  series: { name: string; label: string; color: string }[];
  /** Bars lie, for long names. */
  lying?: boolean;
}

/** Bars; the same numbers stand in a table beside them. Loaded only where a chart is shown. */
export default function Bars({ bars, series, lying }: Props) {
  return (
    <BarChart
      h={lying ? Math.max(120, bars.length * 40 + 40) : 240}
      data={bars}
      dataKey="label"
      series={series}
      orientation={lying ? 'vertical' : 'horizontal'}
      withLegend={series.length > 1}
      legendProps={{ itemSorter: null }} // in the order of the bars
      gridAxis={lying ? 'y' : 'x'}
      tickLine="none"
      barProps={{ radius: 4, isAnimationActive: false, maxBarSize: 36 }}
      yAxisProps={{ width: lying ? 170 : 36, allowDecimals: false }}
      xAxisProps={{ allowDecimals: false }}
    />
  );
}
