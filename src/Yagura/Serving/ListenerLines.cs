using Yagura.Pipeline;
using Yagura.Web.Pages.Sources;

namespace Yagura.Serving;

/// <summary>The listeners as the pages show them.</summary>
internal static class ListenerLines
{
    public static ListenerBoard Of(Spine pipeline) => new(() => [.. pipeline.Status().Listeners.Select(Of)]);

    private static ListenerLine Of(ListenerStatus listener) => new(listener.Id, listener.Endpoint, listener.Accepted, listener.Rejected)
    {
        NotAllowed = listener.NotAllowed,
        KernelDropped = listener.KernelDropped,
        BufferBytes = listener.BufferBytes,
        CanaryEvent = listener.Canary?.Event?.Instant,
        CanarySealed = listener.Canary?.Sealed?.Instant,
        CanaryMissing = listener.Canary?.Trouble is not null,
    };
}
