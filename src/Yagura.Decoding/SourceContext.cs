using Yagura.Decoding.Times;
using Yagura.Events;

namespace Yagura.Decoding;

/// <summary>What is known about the sender before a line is read: a decoder hint, and the zone for times that carry none.</summary>
/// <remarks>Make one for each source and keep it: it remembers offsets. Used by one thread at a time.</remarks>
public sealed class SourceContext
{
    /// <summary>Zone of a source that says none (DESIGN 4).</summary>
    public const string DefaultZone = "Asia/Tokyo";

    /// <summary>A context.</summary>
    /// <param name="decoder">Decoder hint <c>vendor/product</c>, tried first; null for none.</param>
    /// <param name="timeZone">IANA zone for times that carry none.</param>
    /// <exception cref="TimeZoneNotFoundException">The zone is unknown to this machine.</exception>
    public SourceContext(string? decoder, string timeZone)
    {
        Decoder = decoder?.Trim().ToLowerInvariant().Replace('.', '/');
        Clock = new ZoneClock(TimeZoneInfo.FindSystemTimeZoneById(timeZone));
    }

    /// <summary>Decoder hint as ids are written, that is, in small letters; a data set's name (<c>vendor.product</c>) is one too; null for none.</summary>
    public string? Decoder { get; }

    internal ZoneClock Clock { get; }

    /// <summary>The plan of that name, and the decoder that has it, which asks for it with every line.</summary>
    internal (Decoder? Of, Plans.Plan? Plan) Named { get; set; }

    /// <summary>The context of a registered source, or of an unregistered one (null).</summary>
    /// <exception cref="TimeZoneNotFoundException">The zone is unknown to this machine.</exception>
    public static SourceContext Of(Source? source) => new(source?.Decoder, source?.TimeZone ?? DefaultZone);
}
