using Postern.Core.Composing;

namespace Postern.Tests.Support;

/// <summary>The layout of notifications for models without a template of their own.</summary>
public static class DefaultLayout
{
    public static string Html => NotificationLayout.Html;
}
