namespace Postern.Tests.Support.Fuzzing;

/// <summary>Everything of the project that reads input from outside without storage or network.</summary>
public static class FuzzTargets
{
    /// <summary>All targets.</summary>
    /// <param name="corpora">Whether other people's mails are seeds too, where <see cref="Corpora"/> has them.</param>
    public static IReadOnlyList<FuzzTarget> All(bool corpora) =>
        [
            .. MailTargets.All(corpora),
            .. TextTargets.All(corpora),
            .. JsonTargets.All(),
            .. AddressTargets.All(),
            .. DnsTargets.All(),
            .. KeyTargets.All(),
        ];
}
