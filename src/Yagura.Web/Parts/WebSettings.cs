namespace Yagura.Web.Parts;

/// <summary>What the executable tells the pages about this installation.</summary>
/// <param name="Secure">True when browsers reach it over https (its own, or a declared proxy's): cookies are <c>__Host-</c>.</param>
/// <param name="Demo">True when the data folder is a demo's: every page and report is stamped.</param>
/// <param name="Zone">The zone that wall times are shown in: the contract's, by default Asia/Tokyo.</param>
/// <param name="Node">This node's id.</param>
public sealed record WebSettings(bool Secure, bool Demo, TimeZoneInfo Zone, string Node);
