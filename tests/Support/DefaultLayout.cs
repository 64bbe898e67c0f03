using Postern.Core.Composing;

namespace Postern.Tests.Support;

/// <summary>The layout of notifications that a model without one of its own gets.</summary>
public static class DefaultLayout
{
    public static string Html => NotificationLayout.Html;
}
