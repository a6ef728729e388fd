// Charts draw on a canvas: labels are text, never HTML (DESIGN 7). The same numbers stand in a table beside each.
import * as echarts from 'echarts/core';
import { BarChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent, AriaComponent } from 'echarts/components';
import { CanvasRenderer } from 'echarts/renderers';

echarts.use([BarChart, GridComponent, LegendComponent, TooltipComponent, AriaComponent, CanvasRenderer]);

const colours = { light: ['#206bc4', '#74808e', '#d63939', '#f59f00', '#4299e1', '#2fb344', '#ae3ec9', '#0ca678'], dark: ['#4f9bf0', '#9aa7b5', '#f06565', '#f5b63d', '#8fc3f3', '#5fd07a', '#cc7be0', '#3fcaa4'] };

function option(chart, dark) {
  const ink = dark ? '#c8d3e1' : '#49566c', line = dark ? '#33425a' : '#e3e7ec';
  return {
    animation: false, // nothing jumps
    color: dark ? colours.dark : colours.light,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: ink },
    aria: { enabled: true, decal: { show: true } }, // patterns: colour never alone
    grid: { left: 8, right: 8, top: 40, bottom: 4, containLabel: true },
    legend: { top: 0, left: 0, type: 'scroll', textStyle: { color: ink } },
    tooltip: { trigger: 'axis', renderMode: 'richText', axisPointer: { type: 'shadow' } },
    xAxis: { type: 'category', data: chart.labels, axisLabel: { color: ink, hideOverlap: true }, axisLine: { lineStyle: { color: line } } },
    yAxis: { type: 'value', minInterval: 1, axisLabel: { color: ink }, splitLine: { lineStyle: { color: line } } },
    series: chart.series.map(s => ({ name: s.name, type: 'bar', stack: 'all', data: s.values, barMaxWidth: 28 })),
  };
}

function draw(box) {
  const dark = document.documentElement.getAttribute('data-bs-theme') === 'dark';
  const chart = echarts.getInstanceByDom(box) ?? echarts.init(box, null, { renderer: 'canvas' });
  chart.setOption(option(JSON.parse(box.dataset.chart), dark), true);
}

const sizes = new ResizeObserver(entries => { for (const e of entries) echarts.getInstanceByDom(e.target)?.resize(); });
const drawAll = () => { for (const box of document.querySelectorAll('[data-chart]')) { draw(box); sizes.observe(box); } };
new MutationObserver(drawAll).observe(document.documentElement, { attributes: true, attributeFilter: ['data-bs-theme'] });
document.addEventListener('htmx:afterSwap', drawAll);
if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', drawAll);
else drawAll();
