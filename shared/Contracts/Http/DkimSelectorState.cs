namespace Postern.Contracts.Http;

/// <summary>What a DKIM key of an alias domain is used for.</summary>
public enum DkimSelectorState
{
    /// <summary>Nothing is signed with it yet: its record is to be published first.</summary>
    Next,

    /// <summary>Mail is signed with it. An alias domain has one such key at most.</summary>
    Active,

    /// <summary>Mail was signed with it. Its record stays published while such mail is on its way.</summary>
    Former,
}
