using Yagura.Pipeline;
using Yagura.Settings;
using Yagura.Web.Pages.Indicators;

namespace Yagura.Serving;

/// <summary>The indicators as the page shows them.</summary>
internal static class IndicatorLines
{
    public static IndicatorBoard Of(Spine pipeline, YaguraSettings settings) => new(() => new IndicatorBoardView(pipeline.Detector.Rules.Indicators, settings.Indicators, [.. pipeline.Taxii.Feeds.Select(feed => new PollLine(feed.Feed.Id, feed.Feed.Collection.AbsoluteUri)
    {
        LastPoll = feed.State.LastPoll,
        LastSuccess = feed.State.LastSuccess,
        Error = feed.State.Error,
    })]));
}
