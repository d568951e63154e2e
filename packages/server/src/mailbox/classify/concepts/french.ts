/** What French words mean, for letters; the form is described where the concepts are read. */
export const french = `
delete: supprim* suppress* efface* effac* elimin* detrui* retir* enlev* oubli* radi* purg* droit+a+l+oubli jet* vir* nettoy* destruction
gone: dispara* disparait* disparu* plus+aucune+trace trace* plus+rien
close: ferm* cloture* clotur* resili* desactiv* cloturer quitte*
data: donnee* information* renseignement* infos fichier* dossier* historique coordonnees personnelles
account: compte* profil* adhesion identifiant fiche+client espace+client fiche
content: photo* image* publication* commentaire* avis video* message+que forum
mine: mon ma mes moi je me m nous notre nos j
aboutme: sur+moi a+mon+sujet me+concernant me+concernent sur+ma+personne relatives+a+ma de+moi sur+mon+compte me+concerne
you: vous votre vos entreprise societe
hold: detenez detien* conserv* stock* enregistr* garde* possed* collect* avez+sur disposez detenues dispos* recueill*
know: savez+sur savoir+ce sachez connaitre
copy: copie* releve liste+de recapitulatif* extrait apercu acces relev* communication+de
tell: envoy* fournir fourni* communiqu* transmett* indiqu* dire dites donne* informer montr* adress* preciser faire+parvenir remettre
want: voudrais veux souhait* merci+de demand* priere exig* prie desir* aimerais pourriez pouvez veuillez svp plait tiens+a reclam* besoin attends requiers faites
what: quelles quels quoi que quelle quel qu
who: qui destinataire* a+qui
source: d+ou comment+avez source* origine provien* provenance
purpose: finalite* pourquoi combien+de+temps duree but base+legale usage
all: tout toute toutes tous ensemble integralit* totalit* complet* entier*
share: partag* transmis* communique+a divulgu* donne+a cede* transmettre
sell: vend* vente reven* ceder commercialis* monnay* loue*
third: tiers partenaire* annonceur* courtier* autres+entreprise* autres+societe* regies prestataire*
marketing: marketing publicit* prospection commercia* demarchage pub pubs reclame*
newsletter: newsletter* lettre+d+information offres promo* catalogue* infolettre* bulletin* spam depliant*
mail: mail* email* e+mail* courriel* sms appel* message* courrier* contact* texto* sollicit* relanc*
receive: recev* recoi* recois inond* bombard* harcel*
stop: arret* cess* stop* plus ne+plus assez jamais marre terminez fini
unsubscribe: desabonn* desinscri* liste+de+diffusion retirez+moi enlevez+moi votre+liste vos+listes rayez
not: ne pas jamais sans ni non aucun
object: oppos* desaccord m+oppose refus* contre conteste+l
use: utilis* trait* exploit* usage+de emploi*
profile: profilage analys* comportement* habitudes cibl* personnalis* evalu* suivi pist* scoring preferences
legit: interet*+legitime* interets+legitimes
restrict: limit* gel* bloqu* suspend* suspen* figer restrein* geler ne+touchez en+l+etat verrouill*
until: tant+que jusqu+a en+attendant le+temps pendant d+ici provisoire* entre+temps
dispute: litige* contest* tribunal procedure preuve* verifi* differend* regle eclairci*
correct: rectif* corrig* modif* mettre+a+jour actualis* chang* complet* correction* mise+a+jour remplac*
wrong: erreur* erron* faux fausse inexact* incorrect* mal+orthographie perime* obsolete* mauvais* ancienne+adresse incomplet* plus+la+bonne faute
name: nom noms prenom* nom+de+famille appelle m+appelle madame monsieur civilite jeune+fille epouse
address: adresse telephone naissance anniversaire code+postal rue numero domicile
moved: demenag* marie* mariage divorc* habite emmenag* separation
consent: consent* accord* autoris* permission accept* coche* agrement
withdraw: retir* revoqu* revoc* reviens+sur reprend* annul*+mon+accord ne+consens+plus retract*
machine: automati* algorithm* ordinateur* machine* logiciel robot ia informatique
decision: decision* refus* rejet* decid* score note bloque+mon ecarte
human: humain* personne quelqu+un conseiller employe* etre+humain collaborateur
review: reexamin* revoi* examin* reconsider* regard* etudi* contest* verifi* reviser
export: export* lisible+par csv json xml structur* format* telecharg* portabilit* transf* zip excel recuper*
other: autre+prestataire autre+service concurrent* nouveau+fournisseur autre+fournisseur ailleurs autre+plateforme autre+boutique directement+a changer+de
child: enfant* fils fille* mineur* jumeaux jumelles garcon gamin* ado* petit+fils petite+fille
parent: mere pere parent* tuteur tutrice maman papa autorite+parentale
age: ans agee* age douze onze dix neuf huit sept ecole+primaire
complain: plainte* plaindre plains reclamation* inacceptable* scandal* honte* indign* choque* inadmissible furieu* revolt*
authority: cnil autorite+de+controle autorite apd prepose defenseur dgccrf
lawyer: avocat* tribunal justice poursui* dommages mise+en+demeure juridique* maitre
breach: fuite* viol* piratage pirat* atteinte abus* illega* illicite* expose* divulgue infraction inconnu*
answer: repons* repond* retour+de+votre
ignore: ignor* sans+reponse pas+de+reponse aucune+reponse rien+n silence malgre pas+repondu lettre+morte
ago: il+y+a semaine* mois deux+fois troisieme+fois deja relance* delai rappel
right: droit* rgpd loi+informatique protection+des+donnees reglement
article: article art alinea
order: commande* colis livr* livraison retour* rembours* garantie taille echange* panier bon+d+achat suivi+de magasin produit cadeau
invoice: facture* paiement* pay* prelevement* prix abonnement tarif* montant iban recu+de
job: candidature cv emploi poste stage offre+d+emploi lettre+de+motivation
howto: comment+puis comment+faire comment+on ou+puis est+il+possible y+a+t+il comment+je que+dois
accident: par+erreur accident* retabli* restaur* recuper*+mon par+megarde
thanks: merci+pour bravo felicit*
dead: decede* deces defunt* mort succession heriti* notaire veuf veuve feu
agent: au+nom+de mandat* mon+client ma+cliente represent* procuration pour+le+compte curateur
vendor: solution* webinaire* votre+entreprise formation* nos+services accompagn* logiciel+de demonstration partenariat prestation*
policy: politique+de cookies cookie conditions+generales mentions bandeau charte
`;
