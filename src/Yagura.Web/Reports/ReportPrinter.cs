using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Logging;
using Yagura.Operations.Deliverables;
using Yagura.Web.Assets;
using Yagura.Web.Parts;
using Yagura.Web.Wording;

namespace Yagura.Web.Reports;

/// <summary>Prints reports as HTML that stands alone: the style sheet is in it, nothing is fetched.</summary>
public sealed class ReportPrinter(IServiceProvider services, ILoggerFactory loggers, WebSettings settings, EmbeddedFiles files)
{
    /// <summary>The daily report as HTML.</summary>
    public async Task<string> DailyAsync(DailyReport report, Language language)
    {
        var frame = new ReportFrame(Texts.In(language), settings.Zone, settings.Demo, settings.Node, Encoding.UTF8.GetString(files.Content("report.css").Span));
        await using var renderer = new HtmlRenderer(services, loggers);
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<DailyReportSheet>(ParameterView.FromDictionary(new Dictionary<string, object?>
        {
            [nameof(DailyReportSheet.Report)] = report,
            [nameof(DailyReportSheet.Frame)] = frame,
        }))).ToHtmlString());
    }
}
