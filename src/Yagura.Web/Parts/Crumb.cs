namespace Yagura.Web.Parts;

/// <summary>A step above a page.</summary>
/// <param name="Path">Where it leads.</param>
/// <param name="Text">What it is called.</param>
public sealed record Crumb(string Path, string Text);
